import { join, relative } from 'node:path';
import type { Report } from '../../seal/report.ts';
import { describe, describeProblem, printReport } from './print-report.ts';
import { terminal } from '../../text/terminal.ts';
import type { TerminalText } from '../../text/terminal.ts';

/** GitHub shows at most ten annotations of a step. */
const SHOWN = 10;

/** A report as workflow commands: GitHub shows them at the lines of a pull request. What they say is escaped. */
export function printAnnotations(report: Report): TerminalText {
  const { differences, problems, root, verdict } = report;
  const file = (path: string) => relative(process.cwd(), join(root, path));
  const commands = [
    ...problems.map((problem) =>
      command(
        { file: file(problem.subject ?? ''), line: problem.line, title: 'malformed seal' },
        describeProblem(problem),
      ),
    ),
    ...differences.map((one) =>
      command({ file: file(one.path), line: one.place?.line, col: one.place?.column, title: one.class }, describe(one)),
    ),
  ].slice(0, SHOWN);
  // Names in the text that follows can begin no command: they stand on one line, after a space.
  const said =
    verdict === 'equal' ? `::notice title=one-roof-seal::${String(printReport(report))}` : String(printReport(report));
  return terminal(...commands, ...said.split('\n'));
}

function command(properties: Record<string, string | number | undefined>, message: string): string {
  const written = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`],
  );
  return `::error ${written.join(',')}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
