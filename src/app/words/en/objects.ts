/** An object, as it is written inside a sentence. */
export const object = {
  collection: 'collection {ref}',
  group: 'group {ref}',
  other: '{type} {ref}',
};

/** Kinds of objects, as headings. */
export const kindOfObject = {
  collection: 'Collection',
  group: 'Group',
  other: 'Object',
};
