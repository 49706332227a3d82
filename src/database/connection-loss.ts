/** SQLSTATEs of a server that ends a session, or takes no new one: connection exceptions, shutdown, starting up, too many connections. */
const SERVER_SAYS = /^(08[0-9A-Z]{3}|57P0[1-5]|53300)$/;

/** What Node says of a socket; `connect` as well, where an address answers in no way. */
const SOCKET_SAYS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** What the driver says of a connection that is not there any more; it has no code for it. */
const DRIVER_SAYS =
  /^(Connection terminated|Connection ended unexpectedly|Client has encountered a connection error|Client was closed and is not queryable|timeout expired)/;

/** Whether something thrown says that the connection to PostgreSQL is lost, or that there is none to be had. */
export function isConnectionLoss(thrown: unknown): boolean {
  const { code, message, syscall } = (thrown ?? {}) as { code?: unknown; message?: unknown; syscall?: unknown };
  if (typeof code === 'string')
    return SERVER_SAYS.test(code) || SOCKET_SAYS.has(code) || (code === 'ENOENT' && syscall === 'connect');
  return typeof message === 'string' && DRIVER_SAYS.test(message);
}
