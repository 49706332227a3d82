import type { DataModelChange } from '../../governance/guard/data-model.ts';

/**
 * Finds what a call changes: a collection or a column of it. Null stands for something that the arguments do not name.
 */
type ChangeOf = (args: readonly unknown[]) => DataModelChange | null;

/** Reads a name from a payload. The payload comes from outside and may have any form. */
function named(payload: unknown, key: string): string {
  const value = (payload as Record<string, unknown> | null | undefined)?.[key];
  return typeof value === 'string' ? value : '';
}

const collection =
  (operation: DataModelChange['operation'], nameOf: (first: unknown) => string): ChangeOf =>
  ([first]) => ({ collection: nameOf(first), column: null, operation });

const column =
  (operation: DataModelChange['operation'], columnOf: (second: unknown) => string): ChangeOf =>
  ([first, second]) => ({ collection: String(first), column: columnOf(second), operation });

/**
 * The methods of Directus's services that change its Data Model, and what each call is about. Every way into the Data Model ends in one
 * of them: REST, GraphQL, MCP, `schema apply`, other extensions. `createMany`, `updateBatch` and the like call these.
 */
export const DATA_MODEL_METHODS: Readonly<Record<string, Readonly<Record<string, ChangeOf>>>> = {
  CollectionsService: {
    createOne: collection('create', (payload) => named(payload, 'collection')),
    updateOne: collection('update', String),
    deleteOne: collection('delete', String),
  },
  FieldsService: {
    createField: column('create', (field) => named(field, 'field')),
    updateField: column('update', (field) => named(field, 'field')),
    deleteField: column('delete', String),
  },
  RelationsService: {
    createOne: ([relation]) => ({
      collection: named(relation, 'collection'),
      column: named(relation, 'field'),
      operation: 'create',
    }),
    updateOne: column('update', String),
    deleteOne: column('delete', String),
  },
  SchemaService: { apply: () => null },
};
