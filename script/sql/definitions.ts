import { parseSync, scanSync } from 'libpg-query';
import { constantText, isTree, nodes } from '../../src/governance/release/packet/lint/tree.ts';
import type { Tree } from '../../src/governance/release/packet/lint/tree.ts';
import { commentText } from './comment-text.ts';

export type Kind = 'table' | 'view' | 'function' | 'domain' | 'type' | 'trigger' | 'index';

/** An object of the schema, and the statement that defines it. */
export interface Definition {
  kind: Kind;
  /** Of a trigger: `table.trigger`; of a function: its name and how many arguments it takes, `change_of/2`. */
  name: string;
  file: string;
  /** The comment above the statement, as commentText() has it. */
  comment: string | null;
  /** Of a table: the comments of its columns and constraints, by name. */
  parts: ReadonlyMap<string, string>;
}

/** A piece of SQL, by its place in bytes. */
interface Token {
  start: number;
  end: number;
  text: string;
  isComment: boolean;
}

/** The kinds of statement that define something, each with how the name of the object is found. */
const DEFINING: Readonly<Record<string, { kind: Kind; name: (tree: Tree) => string }>> = {
  CreateStmt: { kind: 'table', name: ({ relation }) => nameOf(relation) },
  ViewStmt: { kind: 'view', name: ({ view }) => nameOf(view) },
  CreateFunctionStmt: {
    kind: 'function',
    name: ({ funcname, parameters }) => `${lastOf(funcname)}/${argumentsIn(parameters)}`,
  },
  CreateDomainStmt: { kind: 'domain', name: ({ domainname }) => lastOf(domainname) },
  CompositeTypeStmt: { kind: 'type', name: ({ typevar }) => nameOf(typevar) },
  CreateTrigStmt: { kind: 'trigger', name: ({ relation, trigname }) => `${nameOf(relation)}.${String(trigname)}` },
  IndexStmt: { kind: 'index', name: ({ idxname }) => String(idxname) },
};

/** The modes of parameters that a caller does not give. */
const RESULTS: readonly unknown[] = ['FUNC_PARAM_OUT', 'FUNC_PARAM_TABLE'];

/** The definitions of an SQL file whose variables are filled in. */
export function definitionsIn(file: string, text: string): Definition[] {
  const bytes = Buffer.from(text);
  const tokens = tokensOf(text);
  return (parseSync(text).stmts ?? []).flatMap(({ stmt, stmt_location: start = 0, stmt_len: length }) =>
    Object.entries(stmt ?? {}).flatMap(([type, tree]: [string, unknown]): Definition[] => {
      const defining = DEFINING[type];
      if (defining === undefined || !isTree(tree)) return [];
      const first = tokens.findIndex((token) => token.start >= start && !token.isComment);
      const within = tokens.filter(
        (token) => token.start >= start && (length === undefined || token.start < start + length),
      );
      return [
        {
          kind: defining.kind,
          name: defining.name(tree),
          file,
          comment: commentBefore(tokens, first, bytes),
          parts: type === 'CreateStmt' ? partComments(tree, within, bytes) : new Map(),
        },
      ];
    }),
  );
}

function tokensOf(text: string): Token[] {
  return scanSync(text).tokens.map(({ start, end, text: piece, tokenName }) => ({
    start,
    end,
    text: piece,
    isComment: tokenName === 'SQL_COMMENT',
  }));
}

/** The comments of the columns and constraints of a table: above each, or behind it on its line. */
function partComments(table: Tree, tokens: readonly Token[], bytes: Buffer): Map<string, string> {
  const parts = new Map<string, string>();
  const named = (type: string, key: string) =>
    [...nodes(table['tableElts'], type)].map((node) => [String(node[key]), node.location] as const);
  for (const [name, location] of [...named('ColumnDef', 'colname'), ...named('Constraint', 'conname')]) {
    const first = tokens.findIndex((token) => token.start === location);
    const comment = commentBefore(tokens, first, bytes) ?? commentBehind(tokens, first, bytes);
    if (comment !== null) parts.set(name, comment);
  }
  return parts;
}

/** The lines of comment directly above a token, without one that ends the line of the token before. */
function commentBefore(tokens: readonly Token[], index: number, bytes: Buffer): string | null {
  const lines: string[] = [];
  for (let at = index - 1; at >= 0; at--) {
    const token = tokens[at];
    const before = tokens[at - 1];
    if (token?.isComment !== true || (before !== undefined && !isNewLineBetween(before, token, bytes))) break;
    lines.unshift(textOf(token));
  }
  return lines.length === 0 ? null : commentText(lines);
}

/** The comment that ends the line of a token. */
function commentBehind(tokens: readonly Token[], index: number, bytes: Buffer): string | null {
  const first = tokens[index];
  const comment = tokens.slice(index + 1).find((token) => token.isComment);
  return first === undefined || comment === undefined || isNewLineBetween(first, comment, bytes)
    ? null
    : commentText([textOf(comment)]);
}

function isNewLineBetween(one: Token, next: Token, bytes: Buffer): boolean {
  return bytes.subarray(one.start, next.start).includes(10);
}

function textOf({ text }: Token): string {
  return text.replace(/^--/, '');
}

function nameOf(relation: unknown): string {
  return isTree(relation) && typeof relation.relname === 'string' ? relation.relname : '';
}

function argumentsIn(parameters: unknown): number {
  return [...nodes(parameters, 'FunctionParameter')].filter(({ mode }) => !RESULTS.includes(mode)).length;
}

function lastOf(names: unknown): string {
  const last: unknown = Array.isArray(names) ? names.at(-1) : undefined;
  return constantText(last) ?? '';
}
