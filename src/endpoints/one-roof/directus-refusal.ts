/** Whether Directus itself said no to what was asked: an error of its own, below 500. Anything else is no answer. */
export function isRefusal(thrown: unknown): thrown is { code: string } {
  const { name, code, status } = (thrown ?? {}) as { name?: unknown; code?: unknown; status?: unknown };
  return name === 'DirectusError' && typeof code === 'string' && typeof status === 'number' && status < 500;
}
