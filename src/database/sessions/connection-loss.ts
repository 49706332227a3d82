import { CONNECTION_ENDED } from './sqlstates.ts';

/** Codes of Node for a socket that is lost, or an address that does not answer. */
const SOCKET_LOST = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Messages of the driver for a connection that is gone. It has no code for them. */
const DRIVER_LOST =
  /^(Connection terminated|Connection ended unexpectedly|Client has encountered a connection error|Client was closed and is not queryable|timeout expired)/;

/** Tells whether something thrown means that the connection to PostgreSQL is lost, or that there is none. */
export function isConnectionLoss(thrown: unknown): boolean {
  const { code, message, syscall } = (thrown ?? {}) as { code?: unknown; message?: unknown; syscall?: unknown };
  if (typeof code === 'string')
    return CONNECTION_ENDED.test(code) || SOCKET_LOST.has(code) || (code === 'ENOENT' && syscall === 'connect');
  return typeof message === 'string' && DRIVER_LOST.test(message);
}
