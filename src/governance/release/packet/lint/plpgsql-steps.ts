import { parsePlPgSQLSync } from 'libpg-query';
import { isTree } from './tree.ts';
import type { Tree } from './tree.ts';

/** Something that a body in PL/pgSQL does: a statement of its own, SQL, or SQL that an expression puts together. Lines count from the body. */
export interface Step {
  kind: 'statement' | 'sql' | 'dynamic';
  /** Of a statement: the node, such as `PLpgSQL_stmt_raise`. */
  type: string;
  tree: Tree;
  /** Of SQL: its text; of dynamic SQL: a query for the text. */
  sql: string;
  line: number;
  /** True in a branch, in a loop, or where errors are caught. */
  conditional: boolean;
}

type Place = Pick<Step, 'line' | 'conditional'>;

/**
 * Steps of the body of a DO block or function, in order.
 *
 * @param text the whole statement that has the body
 * @throws what PL/pgSQL objects to
 */
export function plpgsqlSteps(text: string): Step[] {
  return [...stepsIn(parsePlPgSQLSync(text), { line: 1, conditional: false })];
}

function* stepsIn(value: unknown, at: Place): Generator<Step> {
  if (Array.isArray(value)) {
    for (const item of value) yield* stepsIn(item, at);
  } else if (isTree(value)) {
    for (const [key, inner] of Object.entries(value)) {
      if (!isTree(inner)) yield* stepsIn(inner, at);
      else if (key.startsWith('PLpgSQL_stmt_')) yield* stepsOf(key, inner, at);
      else if (key === 'PLpgSQL_expr') yield { kind: 'sql', type: key, tree: inner, sql: sqlOf(inner), ...at };
      else yield* stepsIn(inner, at);
    }
  }
}

function* stepsOf(type: string, tree: Tree, around: Place): Generator<Step> {
  const at = { ...around, line: typeof tree.lineno === 'number' ? tree.lineno : around.line };
  yield { kind: 'statement', type, tree, sql: '', ...at };
  const catches = 'exceptions' in tree;
  for (const [key, part] of Object.entries(tree)) {
    // Of what branches or repeats, lists are the branches; the rest are conditions, which are always looked at.
    const conditional = at.conditional || catches || (BRANCHING.test(type) && Array.isArray(part));
    if (isDynamic(type, key) && isTree(part) && isTree(part.PLpgSQL_expr)) {
      yield { kind: 'dynamic', type, tree, sql: sqlOf(part.PLpgSQL_expr), ...at, conditional };
    } else {
      yield* stepsIn(part, { ...at, conditional });
    }
  }
}

const BRANCHING = /_(?:if|case|loop|while|fori|fors|forc|dynfors|foreach_a)$/;

function isDynamic(type: string, key: string): boolean {
  return key === 'dynquery' || (key === 'query' && /_(?:dynexecute|dynfors)$/.test(type));
}

/** The SQL of an expression: a statement as it is, an expression as what it selects, an assignment as its right side. */
function sqlOf({ query, parseMode }: Tree): string {
  const text = typeof query === 'string' ? query : '';
  if (parseMode === 0 || parseMode === undefined) return text;
  return `select ${parseMode === 2 ? text : text.replace(/^[^=]*?:?=/, '')}`;
}
