import type { Difference, Problem, Report } from '../../seal/report.ts';
import { printable } from '../../seal/folder/byte-path.ts';
import { terminal } from '../../text/terminal.ts';
import type { TerminalText } from '../../text/terminal.ts';

/** So many lines of a kind are printed for people; `--json` has more. */
const PRINTED = 50;

/** A report for people. */
export function printReport(report: Report): TerminalText {
  const { verdict, kind, root, files, bytes, differences, differences_found: found, problems, warnings } = report;
  const lines = [
    `${verdict.toUpperCase()}  ${kind} ${printable(root)}: ${counted(files, 'file')}, ${counted(bytes, 'byte')} compared${found > 0 ? `, ${counted(found, 'difference')}` : ''}`,
    ...problems.map((problem) => `  ${describeProblem(problem)}`),
    ...differences.slice(0, PRINTED).map((difference) => `  ${describe(difference)}`),
    ...(found > PRINTED ? [`  … and ${found - Math.min(PRINTED, differences.length)} more`] : []),
    ...warnings.slice(0, PRINTED).map((warning) => `  warning: ${printable(warning)}`),
    ...(report.packet_tree_sha256 === null ? [] : [`  packet_tree_sha256 ${report.packet_tree_sha256}`]),
  ];
  return terminal(...lines);
}

/** One difference on one line: `edited_content  data/a.txt: what happened, at line 3, column 7 (byte 41)`. */
export function describe({ class: kind, path, message, place, expected, found, proven }: Difference): string {
  const where = place === undefined ? '' : `, at line ${place.line}, column ${place.column} (byte ${place.byte})`;
  const moved = expected === undefined || found === undefined || kind !== 'renamed' ? '' : `: ${found}`;
  const named =
    !['renamed'].includes(kind) &&
    place === undefined &&
    expected !== undefined &&
    !/^[a-z0-9]+ [0-9a-f]{8,}/.test(expected);
  const both = named ? ` (expected ${expected}; found ${found ?? 'nothing'})` : '';
  return printable(`${kind}  ${path}: ${message}${moved}${where}${both}${proven ? '' : ' [likely]'}`);
}

/** One problem on one line. */
export function describeProblem({ message, expected, found, fix }: Problem): string {
  const parts = [
    expected === undefined ? '' : `; expected ${expected}`,
    found === undefined ? '' : `; found ${found}`,
    fix === undefined ? '' : `; ${fix}`,
  ];
  return printable(`${message}${parts.join('')}`);
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
