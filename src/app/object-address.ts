/** An object by type and name; written `collection:articles` or `group:GRP-AI`. */
export interface ObjectAddress {
  type: string;
  ref: string;
}

/** Writes an address the way the read contract takes it. */
export function writeAddress({ type, ref }: ObjectAddress): string {
  return `${type}:${ref}`;
}

/** Reads `type:ref`; without a type it is a collection. */
export function readAddress(text: string): ObjectAddress {
  const colon = text.indexOf(':');
  return colon < 0 ? { type: 'collection', ref: text } : { type: text.slice(0, colon), ref: text.slice(colon + 1) };
}

/** The name of an object: the key of its text, and the parameters. */
export function nameOf({ type, ref }: ObjectAddress): { key: string; values: Record<string, string> } {
  return { key: type === 'collection' || type === 'group' ? `object.${type}` : 'object.other', values: { type, ref } };
}
