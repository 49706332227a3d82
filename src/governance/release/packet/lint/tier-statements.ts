import { loadModule, parseSync } from 'libpg-query';
import { CONTROLS } from './rules/10-transaction-control.ts';
import { statementsOf } from './statements.ts';
import { calls } from './tree.ts';

/** A statement that keeps a text from being sent, with its line. */
export interface Unsendable {
  line: number;
  found: string;
}

/**
 * Takes a tier apart into its statements, so that each is sent by itself. A text is not sent where PostgreSQL's parser does not understand it, or
 * where a statement in it, or in the body of a DO block, starts or ends a transaction, or sets a role or a setting.
 */
export async function tierStatements(text: string): Promise<{ statements: string[]; unsendable: Unsendable | null }> {
  await loadModule();
  const { statements, unjudged } = statementsOf(text);
  const control = statements.find(
    ({ type, tree }) => CONTROLS.has(type) || calls(tree).some(({ name }) => name === 'set_config'),
  );
  const [unread] = unjudged;
  if (unread !== undefined) return { statements: [], unsendable: { line: unread.line, found: unread.message } };
  if (control !== undefined) {
    return {
      statements: [],
      unsendable: { line: control.line, found: 'a statement that controls the transaction, the role or a setting' },
    };
  }
  const bytes = Buffer.from(text);
  return {
    statements: (parseSync(text).stmts ?? []).map(({ stmt_location: start = 0, stmt_len: length }) =>
      bytes.subarray(start, length === undefined ? undefined : start + length).toString(),
    ),
    unsendable: null,
  };
}
