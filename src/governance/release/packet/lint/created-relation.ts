import { isTree } from './tree.ts';
import type { Tree } from './tree.ts';

/** A table or view that a statement creates; one that ends with the transaction included. */
export interface CreatedRelation {
  name: string;
  /** The schema that it names; null leaves it to the search path. */
  schema: string | null;
  /** True if it may be there already. */
  optional: boolean;
  temporary: boolean;
}

/** The table or view that a statement creates; null where it creates none. */
export function createdRelation(type: string, tree: Tree): CreatedRelation | null {
  const named =
    type === 'CreateStmt'
      ? tree.relation
      : type === 'ViewStmt'
        ? tree.view
        : (target(tree.into) ?? target(tree.intoClause));
  const relation = isTree(named) && isTree(named.RangeVar) ? named.RangeVar : named;
  if (!isTree(relation) || typeof relation.relname !== 'string') return null;
  return {
    name: relation.relname,
    schema: typeof relation.schemaname === 'string' ? relation.schemaname : null,
    optional: tree.if_not_exists === true || tree.replace === true,
    temporary: relation.relpersistence === 't',
  };
}

/** The relation of CREATE TABLE … AS and SELECT … INTO. */
function target(clause: unknown): unknown {
  return isTree(clause) ? clause.rel : null;
}
