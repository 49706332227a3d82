import { z } from 'zod';

const OfService = z.object({ collection: z.string() });
const OfRow = z.object({ collection: z.string() });
const Names = z.array(z.coerce.string());

/**
 * The collections whose schema an event of Directus is about. Directus emits `fields.*` and `collections.*` twice over: from the
 * service of the Data Model, with the collection in `meta`, and from the rows it keeps, with the table as collection. What
 * cannot be told is left to the triggers.
 */
export function schemaCollections(event: string, payload: unknown, meta: Record<string, unknown>): string[] {
  const { collection } = OfService.catch({ collection: '' }).parse(meta);
  if (event.startsWith('fields.') && collection !== 'directus_fields') return collection === '' ? [] : [collection];
  if (event === 'fields.create')
    return OfRow.transform((row) => [row.collection])
      .catch([])
      .parse(payload);
  if (event === 'collections.delete') return Names.catch([]).parse(payload);
  if (event === 'collections.update') return Names.catch([]).parse(meta['keys']);
  return [];
}
