import { z } from 'zod';
import { coverageText } from '../../src/cli/commands/scan/coverage-text.ts';
import { fixLines } from '../../src/cli/commands/gate/gate-text.ts';
import { CoverageSummary } from '../../src/contract/answers/coverage.ts';
import { Gate } from '../../src/contract/answers/gate.ts';
import type { Demo } from './start-demo.ts';

const Scan = z.object({ coverage: CoverageSummary });

/** Object that `--json` prints. */
export interface DemoSummary {
  objects: number;
  scopes: number;
  cells: number;
  covered: number;
  gap: number;
  conflicts: number;
  coverage_pct: number | null;
  gate: string;
  blockers: string[];
  directus: string;
  url: string;
  email: string;
  password: string;
  /** People who ratify, with the same password; nobody in a project of your own. */
  ratifiers: string[];
  trust_file: string;
  /** Lines for a shell in which `one-roof` and PostgreSQL's programs work on the demo. */
  shell: string;
}

/** Runs a scan and asks the gate: in numbers for machines, in words for people. */
export async function summarizeDemo({
  cli,
  directus,
  ratifiers,
  trustFile,
  shell,
}: Demo): Promise<{ summary: DemoSummary; text: string }> {
  const { coverage } = Scan.parse(await cli('scan'));
  const gate = Gate.parse(await cli('gate'));
  const summary: DemoSummary = {
    objects: coverage.objects,
    scopes: coverage.scopes,
    cells: coverage.total_cells,
    covered: coverage.covered_cells,
    gap: coverage.gap_cells,
    conflicts: coverage.conflicts,
    coverage_pct: coverage.coverage_pct,
    gate: gate.verdict,
    blockers: gate.blockers,
    directus: directus.version,
    url: directus.url,
    ...directus.admin,
    ratifiers,
    trust_file: trustFile,
    shell,
  };
  const text = ['', coverageText(coverage), `The gate is ${gate.verdict}.`, ...fixLines(gate)].join('\n');
  return { summary, text };
}

/** How to get in, and out again. */
export function invitation({ url, email, password, directus, ratifiers, trust_file, shell }: DemoSummary): string {
  return [
    '',
    `Directus ${directus} is up: ${url}/admin/one-roof`,
    `  e-mail    ${email}`,
    `  password  ${password}`,
    ...(ratifiers.length === 0
      ? []
      : [`  ratify    ${ratifiers.join(', ')} (the same password)`, `  keys      ${trust_file}`]),
    '',
    'To use the program `one-roof` on it, in another terminal:',
    `  . ${shell}`,
    '  one-roof status',
    '',
    'Ctrl-C stops everything.',
  ].join('\n');
}
