/** Tells whether Directus itself refused: an error of its own, below 500. Anything else is not an answer. */
export function isRefusal(thrown: unknown): thrown is { code: string } {
  const { name, code, status } = (thrown ?? {}) as { name?: unknown; code?: unknown; status?: unknown };
  return name === 'DirectusError' && typeof code === 'string' && typeof status === 'number' && status < 500;
}
