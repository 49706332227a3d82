import type { Tier } from '../tiers-document.ts';
import type { Statement } from './statements.ts';
import { isTree, nodesBelow } from './tree.ts';
import type { Tree } from './tree.ts';

/** Tells whether a statement writes rows or structure, itself or in a part of it. Functions that it calls are not looked into. */
export function mutates(type: string, tree: Tree): boolean {
  if (type.startsWith('PLpgSQL_') || type === 'DoStmt') return false; // what is in it comes as statements of their own
  return WRITES.test(type) || isTree(tree.intoClause) || [...nodesBelow(tree)].some(([node]) => WRITES.test(node));
}

const WRITES =
  /^(?:Insert|Update|Delete|Merge|Truncate|Create\w*|Alter\w*|Drop\w*|Comment|Grant\w*|Rename|Copy|View|Index|Rule|Define|CompositeType|RefreshMatView|Reindex|Cluster|SecLabel|Reassign\w*|ImportForeignSchema)Stmt$/;

/** Tells whether a tier writes: it says so, or one of its statements does. */
export function writes({ rollback, expected }: Tier, statements: readonly Statement[]): boolean {
  return (
    rollback !== null ||
    moves(expected) ||
    statements.some(({ type, tree, inFunction }) => !inFunction && mutates(type, tree))
  );
}

/** Tells whether a tier changes a figure. */
function moves(expected: Tier['expected']): boolean {
  return Object.values(expected).some(({ from, to }) => from !== to);
}
