import { isTree, nodesBelow } from '../../src/governance/release/packet/lint/tree.ts';
import { statementsOf } from '../../src/governance/release/packet/lint/statements.ts';

/** Writes of a function, as far as its text tells. */
export interface Writes {
  /** The tables as they are named in the text, each with what is done to it. */
  tables: ReadonlyMap<string, readonly string[]>;
  /** True if some of its SQL is put together when it runs, so that its text does not tell what that writes. */
  isDynamic: boolean;
}

const WRITING: Readonly<Record<string, string>> = {
  InsertStmt: 'insert',
  UpdateStmt: 'update',
  DeleteStmt: 'delete',
  MergeStmt: 'merge',
};

/**
 * Finds what a function writes.
 *
 * @param text a statement that creates the function
 * @throws an Error if PostgreSQL's parser cannot read it
 */
export function writesOf(text: string): Writes {
  const { statements, unjudged } = statementsOf(text);
  const tables = new Map<string, string[]>();
  for (const { type, tree } of statements)
    for (const [kind, { relation }] of nodesBelow({ [type]: tree })) {
      const operation = WRITING[kind];
      if (operation === undefined || !isTree(relation) || typeof relation.relname !== 'string') continue;
      const operations = tables.get(relation.relname) ?? [];
      if (!operations.includes(operation)) tables.set(relation.relname, [...operations, operation].sort());
    }
  const unread = unjudged.find(({ message }) => !message.includes('EXECUTE'));
  if (unread !== undefined) throw new Error(`line ${unread.line} of this cannot be read, ${unread.message}:\n${text}`);
  return { tables, isDynamic: unjudged.length > 0 };
}
