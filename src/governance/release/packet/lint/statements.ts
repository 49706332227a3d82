import { parseSync } from 'libpg-query';
import { plpgsqlSteps } from './plpgsql-steps.ts';
import type { Step } from './plpgsql-steps.ts';
import { constantText, isTree, nodes } from './tree.ts';
import type { Tree } from './tree.ts';

/** One statement: of the file itself, or out of the body of a DO block or function in it. */
export interface Statement {
  /** The node of PostgreSQL's grammar, such as `DeleteStmt`; of PL/pgSQL, such as `PLpgSQL_stmt_raise`. */
  type: string;
  tree: Tree;
  line: number;
  /** True if running the file may skip it: in a branch, in a loop, or where errors are caught. */
  conditional: boolean;
  /** True if it runs only when a function is called that the file creates. */
  inFunction: boolean;
}

/** A place that cannot be judged. */
interface Unjudged {
  line: number;
  message: string;
}

export interface Statements {
  /** In the order in which they run; those of a body follow the statement that has it. */
  statements: readonly Statement[];
  unjudged: readonly Unjudged[];
}

/** The statements of a text in SQL, and of the bodies in it. */
export function statementsOf(text: string): Statements {
  if (text.trim() === '') return { statements: [], unjudged: [] };
  const bytes = Buffer.from(text);
  try {
    const all = (parseSync(text).stmts ?? []).flatMap(({ stmt, stmt_location: start = 0, stmt_len: length }) =>
      Object.entries(stmt ?? {}).flatMap(([type, tree]: [string, unknown]): Statements[] => {
        if (!isTree(tree)) return [];
        const statement = { type, tree, line: lineAt(bytes, start), conditional: false, inFunction: false };
        const own = bytes.subarray(start, length === undefined ? undefined : start + length).toString();
        return [{ statements: [statement], unjudged: [] }, bodyOf(statement, own, (offset) => lineAt(bytes, offset))];
      }),
    );
    return joined(all);
  } catch (error) {
    return unjudged(errorLine(text, error), messageOf(error));
  }
}

/** Statements in the body of a DO block or function. A body in another language is reported as not judged. */
function bodyOf({ type, tree, line }: Statement, text: string, lineOf: (offset: number) => number): Statements {
  if (type !== 'DoStmt' && type !== 'CreateFunctionStmt') return joined([]);
  const inFunction = type === 'CreateFunctionStmt';
  const options = new Map(
    [...nodes([tree.options, tree.args], 'DefElem')].map((option) => [option.defname, option] as const),
  );
  const body = options.get('as');
  if (body === undefined) return joined([]); // SQL of the grammar itself: it is part of the tree
  const from = typeof body.location === 'number' ? lineOf(body.location) : line;
  const language = (constantText(options.get('language')?.arg) ?? 'plpgsql').toLowerCase();
  if (language === 'sql') {
    const source = [...nodes(body.arg, 'String')].map(({ sval }) => (typeof sval === 'string' ? sval : '')).at(0);
    return moved(statementsOf(source ?? ''), { line: from, conditional: false, inFunction });
  }
  if (language !== 'plpgsql') return unjudged(from, `a body in ${language} cannot be read`);
  try {
    return joined(
      plpgsqlSteps(text).map((step) => moved(ofStep(step), { ...step, line: from + step.line - 1, inFunction })),
    );
  } catch (error) {
    return unjudged(from, messageOf(error));
  }
}

function ofStep({ kind, type, tree, sql }: Step): Statements {
  if (kind === 'statement')
    return { statements: [{ type, tree, line: 1, conditional: false, inFunction: false }], unjudged: [] };
  if (kind === 'sql') return statementsOf(sql);
  const [target] = [...nodes(statementsOf(sql).statements[0]?.tree, 'ResTarget')];
  const text = constantText(target?.val);
  return text === null
    ? unjudged(1, 'SQL that is put together when it runs (EXECUTE) cannot be read')
    : statementsOf(text);
}

function joined(all: readonly Statements[]): Statements {
  return { statements: all.flatMap(({ statements }) => statements), unjudged: all.flatMap((one) => one.unjudged) };
}

function moved(inner: Statements, { line, conditional, inFunction }: Omit<Statement, 'type' | 'tree'>): Statements {
  return {
    statements: inner.statements.map((one) => ({
      ...one,
      line: line + one.line - 1,
      conditional: conditional || one.conditional,
      inFunction: inFunction || one.inFunction,
    })),
    unjudged: inner.unjudged.map((one) => ({ ...one, line: line + one.line - 1 })),
  };
}

function unjudged(line: number, message: string): Statements {
  return { statements: [], unjudged: [{ line, message }] };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function lineAt(bytes: Buffer, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(10); at !== -1 && at < offset; at = bytes.indexOf(10, at + 1)) line++;
  return line;
}

function errorLine(text: string, error: unknown): number {
  const details = isTree(error) ? error.sqlDetails : null;
  const position = isTree(details) && typeof details.cursorPosition === 'number' ? details.cursorPosition : 0;
  return (
    Array.from(text)
      .slice(0, position)
      .filter((character) => character === '\n').length + 1
  ); // it counts characters
}
