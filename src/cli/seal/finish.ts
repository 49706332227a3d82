import { writeFileSync } from 'node:fs';
import { extname, join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT_CODES } from '../../seal/report.ts';
import type { Report } from '../../seal/report.ts';
import { SealError } from '../../seal/seal-error.ts';
import { terminalJson, visibleJson } from '../../text/terminal.ts';
import type { TerminalText } from '../../text/terminal.ts';
import { printOut } from '../to-terminal.ts';

/** How results can be printed. */
export const FORMATS = {
  json: { type: 'boolean' },
  sarif: { type: 'boolean' },
  github: { type: 'boolean' },
  'sarif-to': { type: 'string' },
} as const;

interface Formats {
  json?: boolean | undefined;
  sarif?: boolean | undefined;
  github?: boolean | undefined;
  'sarif-to'?: string | undefined;
}

/**
 * Prints reports as asked for.
 *
 * @returns the exit code: that of the worst of them.
 */
export async function finish(reports: readonly [Report, ...Report[]], formats: Formats): Promise<number> {
  if ([formats.json, formats.sarif, formats.github].filter(Boolean).length > 1)
    throw new SealError('use only one of --json, --sarif and --github');
  if (formats.sarif || formats['sarif-to'] !== undefined) {
    const { printSarif } = await import('./print-sarif.ts');
    if (formats['sarif-to'] !== undefined) writeFileSync(formats['sarif-to'], `${visibleJson(printSarif(reports))}\n`);
    if (formats.sarif) printOut(terminalJson(printSarif(reports)));
  }
  const print = await printer(formats);
  for (const report of reports) for (const text of print(report)) printOut(text);
  return Math.max(...reports.map(({ verdict }) => EXIT_CODES[verdict]));
}

async function printer({ json, sarif, github }: Formats): Promise<(report: Report) => TerminalText[]> {
  if (sarif) return () => [];
  if (json) return (report) => [terminalJson(report)];
  if (github) {
    const { printAnnotations } = await import('./print-annotations.ts');
    return (report) => [printAnnotations(report)];
  }
  const { printReport } = await import('./print-report.ts');
  return (report) => [printReport(report)];
}

/** The program of the second thread, which stands beside this one: built, or as it was written. */
export function hashWorker(): string {
  const here = fileURLToPath(import.meta.url);
  return join(dirname(here), `hash-worker${extname(here)}`);
}
