import type { Command } from 'commander';
import type { Decision } from '../../../contract/answers/decision.ts';
import { decisionMarkdown, fabricatedLines } from '../../../governance/decision/decision-markdown.ts';
import { fabricatedIn, readDecision } from '../../../governance/decision/decide.ts';
import { readTrust } from '../../../governance/ratification/read-trust.ts';
import { EXIT, OneRoofError } from '../../../contract/errors.ts';
import type { Operator } from '../../operator.ts';
import { count, table } from '../../print.ts';
import type { Printout } from '../../print.ts';
import { readTextFile } from '../../read-text-file.ts';
import { terminal, terminalDocument } from '../../../text/terminal.ts';
import type { TerminalText } from '../../../text/terminal.ts';
import type { Runner } from '../../noun.ts';

/** Adds `one-roof decision` to the program. */
export function addDecisionCommand(program: Command, { run }: Runner): void {
  program
    .command('decision')
    .description('show what may be decided, what blocks it and what is GO; exit 3 if a claimed approval was not signed')
    .option('--markdown', 'as a document')
    .option('--check <file>', 'also check a filled-in document that --json printed')
    .action(run((operator, options: { markdown?: true; check?: string }) => decision(operator, options)));
}

/** `one-roof decision`: what may be decided, what stands in the way, what is GO. Exit code 3 where an approval is claimed that nobody signed. */
export async function decision(
  operator: Operator,
  options: { markdown?: true; check?: string },
): Promise<Printout & { exitCode: number }> {
  const read = await operator.read((session) => readDecision(session, readTrust(operator.settings.trustFile)));
  const document = options.check === undefined ? null : jsonOf(options.check);
  const found = { ...read, fabricated_approvals: [...read.fabricated_approvals, ...fabricatedIn(document, read)] };
  return {
    json: found,
    text: options.markdown ? terminalDocument(String(decisionMarkdown(found))) : decisionText(found),
    exitCode: found.fabricated_approvals.length === 0 ? EXIT.done : EXIT.refused,
  };
}

function jsonOf(file: string): unknown {
  const text = readTextFile(file);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', `${file} is not JSON`, {
      subject: file,
      expected: 'what `one-roof decision --json` prints',
    });
  }
}

/** The documents in short, for a terminal. */
function decisionText(found: Decision): TerminalText {
  const { counts } = found;
  return terminal(
    `Decision: ${found.decision}; selected: ${found.selected_option ?? 'nothing'}.`,
    `Release ${found.release ?? 'none'}, gate ${[found.gate, ...found.gate_blockers.map((token) => `${token};`)].join(' ')}`,
    ...fabricatedLines(found.fabricated_approvals).map((line) => `- ${line}`),
    '',
    table(
      ['option', 'available', 'missing'],
      found.options.map(({ option, available, preconditions }) => [
        option,
        available ? 'yes' : 'no',
        preconditions
          .filter(({ ok }) => !ok)
          .map(({ name }) => name)
          .join(', '),
      ]),
    ),
    '',
    `${count(counts.open, 'blocker')} open, ${counts.partially_discharged} partially discharged, ${counts.closed} closed (${counts.newly_closed} newly)`,
    table(
      ['blocker', 'state', 'who', 'evidence'],
      found.blockers.map(({ id, state, actor, evidence }) => [id, state, actor, evidence]),
    ),
    '',
    table(
      ['target', '', 'needs', 'found'],
      found.targets.map(({ target, status, gate, found: what }) => [target, status, gate, what]),
    ),
  );
}
