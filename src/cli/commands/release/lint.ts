import { EXIT } from '../../../contract/errors.ts';
import type { Finding } from '../../../governance/release/packet/lint/finding.ts';
import type { Operator } from '../../operator.ts';
import { count } from '../../print.ts';
import type { Printout } from '../../print.ts';
import { terminal } from '../../../text/terminal.ts';
import type { TerminalText } from '../../../text/terminal.ts';

/** `one-roof release lint FOLDER`: judges a packet before anybody is asked to ratify it. Exit code 0, or 3 where something is wrong. */
export async function lintRelease(operator: Operator, folder: string): Promise<Printout & { exitCode: number }> {
  const { lintFolder } = await import('../../../governance/release/packet/lint/lint-folder.ts'); // PostgreSQL's parser: 2 MB
  const findings = await operator.read((session) => lintFolder(folder, session));
  return {
    json: { folder, findings },
    text:
      findings.length === 0
        ? terminal(`${folder}: nothing found.`)
        : terminal(...findings.map(findingText), '', count(findings.length, 'finding')),
    exitCode: findings.length === 0 ? EXIT.done : EXIT.refused,
  };
}

function findingText({ rule, file, line, message, expected, found, fix }: Finding): TerminalText {
  const place = line === null ? file : `${file}:${line}`;
  return terminal(
    `✗ ${place}  ${rule}: ${message}`,
    `  expected: ${expected}`,
    `  found:    ${found}`,
    `  to do:    ${fix}`,
  );
}
