import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';

/** Program of a user of the client. Every marked line must be an error, so nothing may have become `any`. */
const CONSUMER = `
import { createDirectus, rest, staticToken } from '@directus/sdk';
import { readCoverageByObject, readCoverageGaps, readCoverageSummary, readDoctor, readGate, readOwnershipDetail } from 'directus-extension-one-roof/client';
import type { CoverageGap, Gate } from 'directus-extension-one-roof/client';

interface Schema { articles: { id: number }[] }
const directus = createDirectus<Schema>('http://localhost').with(staticToken('t')).with(rest());

const summary = await directus.request(readCoverageSummary());
export const gaps: number = summary.gap_cells;
export const percent: number | null = summary.coverage_pct;
// @ts-expect-error it may be null
export const always: number = summary.coverage_pct;
// @ts-expect-error there is no such number
export const colour: number = summary.colour;

const page = await directus.request(readCoverageGaps({ group: 'GRP-AI', sort: '-since', limit: 50, cursor: undefined }));
export const first: CoverageGap | undefined = page.data[0];
export const next: string | null = page.meta.next;
// @ts-expect-error a page has a next one or not
export const sure: string = page.meta.next;
// @ts-expect-error there is no such order
readCoverageGaps({ sort: 'colour' });
// @ts-expect-error nor such a filter
readCoverageGaps({ colour: 'red' });
// @ts-expect-error nor such a state
readCoverageByObject({ state: 'red' });
// @ts-expect-error an object is needed
readOwnershipDetail();

const gate: Gate = await directus.request(readGate());
export const open: boolean = gate.verdict === 'READY';
// @ts-expect-error there is no such verdict
export const maybe: boolean = gate.verdict === 'MAYBE';
export const kinds: ('schema_newer' | 'object_changed')[] = (await directus.request(readDoctor())).findings.flatMap(({ kind }) =>
  kind === 'schema_newer' || kind === 'object_changed' ? kind : [],
);
`;

/**
 * Compiles a program that uses the client of a packed extension, with nothing installed but that and @directus/sdk.
 *
 * @returns what the compiler says.
 */
export function clientTypeErrors(project: string, packed: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-client-'));
  try {
    mkdirSync(join(folder, 'node_modules', '@directus'), { recursive: true });
    symlinkSync(packed, join(folder, 'node_modules', 'directus-extension-one-roof'));
    symlinkSync(join(project, 'node_modules', '@directus', 'sdk'), join(folder, 'node_modules', '@directus', 'sdk'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const file = join(folder, 'consumer.ts');
    writeFileSync(file, CONSUMER);
    const program = ts.createProgram([file], {
      strict: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
      types: [],
      preserveSymlinks: true, // what a link leads to would find more installed
    });
    return ts.getPreEmitDiagnostics(program).map(({ file: where, start, messageText }) => {
      const line = where === undefined || start === undefined ? 0 : where.getLineAndCharacterOfPosition(start).line + 1;
      return `${where?.fileName ?? ''}:${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
