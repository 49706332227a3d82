import type { DirectusRequest, DirectusServices } from '../access.ts';

/** The version of the Directus that we run in, or null where it does not say. */
export async function directusVersion(
  { ServerService }: DirectusServices,
  { accountability, schema }: DirectusRequest,
): Promise<string | null> {
  if (!accountability) return null;
  const { version } = await new ServerService({ accountability, schema }).serverInfo();
  return version ?? null;
}
