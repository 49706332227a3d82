import { parsePlPgSQLSync, parseSync, scanSync } from 'libpg-query';
import { plpgsqlSteps } from '../../src/governance/release/packet/lint/plpgsql-steps.ts';
import type { Statement } from '../../src/governance/release/packet/lint/statements.ts';
import { statementsOf } from '../../src/governance/release/packet/lint/statements.ts';
import { calls, constantText, isTree, nodes, nodesBelow } from '../../src/governance/release/packet/lint/tree.ts';

/** The names that a function's text mentions. Whether they are ours is for the caller to say. */
export interface Mentions {
  relations: ReadonlySet<string>;
  /** Functions that are called, without their arguments. */
  functions: ReadonlySet<string>;
  /** Types of variables, parameters and casts. */
  types: ReadonlySet<string>;
  /** Words in the constants of SQL that is put together when it runs. */
  words: ReadonlySet<string>;
}

/**
 * Finds the names in the body of a function. PostgreSQL looks them up when the function runs, so its catalogue does not have them.
 *
 * @param text a statement that creates the function
 */
export function mentionsIn(text: string): Mentions {
  const relations = new Set<string>();
  const functions = new Set<string>();
  const types = new Set<string>();
  const look = (statements: readonly Pick<Statement, 'type' | 'tree'>[]) => {
    for (const { type, tree } of statements) {
      const whole = { [type]: tree };
      const queries = new Set([...nodes(whole, 'CommonTableExpr')].map(({ ctename }) => String(ctename)));
      // A relation and a type are nodes of their own, or a property of one.
      for (const named of [...nodesBelow(whole)].flatMap(([, node]) => [node, ...Object.values(node)])) {
        if (!isTree(named)) continue;
        if (typeof named.relname === 'string' && !queries.has(named.relname)) relations.add(named.relname);
        if (Array.isArray(named['names'])) types.add(constantText(named['names'].at(-1)) ?? '');
      }
      for (const { name } of calls(whole)) functions.add(name);
    }
  };
  look(statementsOf(text).statements);
  const words = new Set<string>();
  if (isPlpgsql(text)) {
    for (const name of variableTypes(parsePlPgSQLSync(text))) types.add(name);
    for (const name of callsInDeclarations(text)) functions.add(name);
    for (const { kind, sql } of plpgsqlSteps(text)) {
      if (kind !== 'dynamic') continue;
      look(statementsOf(sql).statements);
      for (const word of constantWords(sql)) words.add(word);
    }
  }
  return { relations, functions, types, words };
}

function isPlpgsql(text: string): boolean {
  return /^\s*LANGUAGE plpgsql\b/im.test(text);
}

/** The types of the variables of a body, without schema and modifiers. */
function* variableTypes(value: unknown): Generator<string> {
  for (const { typname } of nodes(value, 'PLpgSQL_type')) {
    if (typeof typname !== 'string') continue;
    yield typname.replace(/%.*$/, '').replace(/\[\]$/, '').replace(/^.*\./, '').replaceAll('"', '').trim();
  }
}

/** Functions that give variables their first value: libpg-query leaves those of a variable with columns out. */
function* callsInDeclarations(text: string): Generator<string> {
  const body = /\bAS (\$\w*\$)([^]*)\1/.exec(text)?.[2] ?? '';
  const { tokens } = scanSync(body);
  const declarations = tokens.slice(
    0,
    tokens.findIndex(({ text: word }) => word.toLowerCase() === 'begin'),
  );
  for (const [index, { text: word }] of declarations.entries())
    if (declarations[index + 1]?.text === '(') yield word.toLowerCase();
}

function* constantWords(sql: string): Generator<string> {
  for (const constant of nodes(parseSync(sql).stmts, 'A_Const'))
    yield* (constantText({ A_Const: constant }) ?? '').match(/[a-z_][a-z0-9_]*/g) ?? [];
}
