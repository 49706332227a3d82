import { EXIT } from '../../../contract/errors.ts';
import { checkpointLedger, readCheckpoints } from '../../../governance/ledger/checkpoint.ts';
import { exportLedger } from '../../../governance/ledger/export-ledger.ts';
import { ledgerEntry } from '../../../governance/ledger/ledger-entry.ts';
import { ledgerRows } from '../../../governance/ledger/ledger-rows.ts';
import { verifyLedger } from '../../../governance/ledger/verify-ledger.ts';
import type { VerifiedLedger } from '../../../governance/ledger/verify-ledger.ts';
import type { Operator } from '../../operator.ts';
import { count, table } from '../../print.ts';
import type { Printout } from '../../print.ts';
import { readTextFile } from '../../read-text-file.ts';
import { appendToFile } from '../../write-new-file.ts';
import { terminal, terminalJson, visibleJson } from '../../../text/terminal.ts';
import type { TerminalText } from '../../../text/terminal.ts';

/** `one-roof ledger verify`: recomputes everything. Exit code 3 if anything is not as it was written. */
export async function verify(
  operator: Operator,
  options: { checkpoints?: string },
): Promise<Printout & { exitCode: number }> {
  const { checkpoints: file } = options;
  const checkpoints = file === undefined ? [] : readCheckpoints(readTextFile(file, '--checkpoints'), file);
  const verified = await operator.read((session) => verifyLedger(session, checkpoints));
  return {
    json: verified,
    text: verdictText(verified),
    exitCode: verified.verdict === 'intact' ? EXIT.done : EXIT.refused,
  };
}

/** `one-roof ledger show [id]`: the newest rows, or one of them with what it changed. */
export async function show(operator: Operator, id: number | undefined, options: { limit: number }): Promise<Printout> {
  if (id !== undefined) {
    const entry = await operator.read((session) => ledgerEntry(session, id));
    return { json: entry, text: terminalJson(entry, 2) };
  }
  const { rows } = await operator.read((session) => ledgerRows(session, { sort: '-id', limit: options.limit }));
  const text = table(
    ['id', 'seq', 'at', 'actor', 'action', 'changed', 'reason'],
    rows.map((row) => [
      row.id,
      row.seq,
      row.at,
      row.actor,
      row.action,
      `${row.operation ?? ''} ${row.object}`.trim(),
      row.reason,
    ]),
  );
  return { json: rows, text };
}

/** `one-roof ledger export`: the chain, one JSON object per line, for who checks it elsewhere. */
export async function exportChain(operator: Operator, options: { from: number }): Promise<Printout> {
  const rows = await operator.read((session) => exportLedger(session, options.from));
  return { json: rows, text: terminal(...rows.map((row) => terminalJson(row))) };
}

/** `one-roof ledger checkpoint`: notes the head of the chain in the database and prints it, to a file too if one is named. */
export async function checkpoint(operator: Operator, options: { file?: string }): Promise<Printout> {
  const noted = await operator.write((session) => checkpointLedger(session));
  if (options.file !== undefined) appendToFile(options.file, `${visibleJson(noted)}\n`, NOTED);
  return { json: noted, text: terminalJson(noted) };
}

const NOTED = 'The checkpoint is recorded in the database. Name another file: the next checkpoint proves as much.';

function verdictText({ verdict, state, chain, rows, uncompared, checkpoints }: VerifiedLedger): TerminalText {
  const [first] = chain;
  const [firstRow] = rows;
  const head = `${count(state.seq, 'row')} in the chain${state.hash === null ? '' : `, head ${state.hash}`}; ${state.open_rows} open; ${count(checkpoints, 'checkpoint')} from outside.`;
  return terminal(
    `Ledger: ${verdict}. ${head}`,
    ...(first === undefined
      ? []
      : [
          `First bad row: seq ${first.seq ?? 'none yet'}, id ${first.id ?? 'none'}: ${first.problem}`,
          `  expected: ${first.expected}`,
          `  found:    ${first.found}`,
        ]),
    ...(firstRow === undefined
      ? []
      : [
          `First row that differs from the ledger: ${firstRow.relation} ${firstRow.row_key}: ${firstRow.problem}${firstRow.ledger_id === null ? '' : ` (last in ledger row ${firstRow.ledger_id})`}`,
        ]),
    ...uncompared.map(
      ({ relation, ledger_id, erased_at, rows }) =>
        `Not compared: ${count(rows, 'row')} of ${relation}: what ledger row ${ledger_id} said was erased at ${erased_at}.`,
    ),
    ...(chain.length + rows.length > 1
      ? [`${chain.length + rows.length} findings in all (all of them with --json).`]
      : []),
  );
}
