import { EXIT } from '../../../contract/errors.ts';
import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { version } from '../../../../package.json';
import type { Doctor, Finding } from '../../../contract/answers/doctor.ts';
import { diagnose } from '../../../governance/installation/diagnose.ts';
import type { Operator } from '../../operator.ts';
import { count } from '../../print.ts';
import type { Printout } from '../../print.ts';
import { terminal } from '../../../text/terminal.ts';
import type { TerminalText } from '../../../text/terminal.ts';
import type { Runner } from '../../noun.ts';

/** Adds `one-roof doctor` to the program. */
export function addDoctorCommand(program: Command, { run }: Runner): void {
  program
    .command('doctor')
    .description('compare what is installed with what should be: exit 1 on drift, with what to do about it')
    .action(run(doctor));
}

/** How many lines of SQL a person is shown for a finding. */
const MOST_LINES = 15;

/** `one-roof doctor`: what is installed, beside what should be. Exit code 0 or 1. */
async function doctor(operator: Operator): Promise<Printout & { exitCode: number }> {
  const said = await operator.withKnex((knex) =>
    diagnose(knex, {
      extensionsMustLoad: operator.configuration.extensionsMustLoad,
      namedRoles: {
        ONE_ROOF_READ_ROLES: operator.settings.readRoles,
        ONE_ROOF_REQUEST_ROLES: operator.settings.requestRoles,
      },
      versions: { oneRoof: version, node: process.versions.node, directus: directusVersion() },
    }),
  );
  return { json: said, text: doctorText(said), exitCode: said.verdict === 'HEALTHY' ? EXIT.done : EXIT.error };
}

/** The version of the Directus that is installed where the command runs, or null. */
function directusVersion(): string | null {
  try {
    const path = createRequire(join(process.cwd(), 'any.js')).resolve('directus/package.json');
    return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path, 'utf8'))).version;
  } catch {
    return null; // not there, or not to be asked
  }
}

/** Report of the doctor for people: where, how much was compared, and each finding with what to do. */
export function doctorText({
  database,
  versions,
  mode,
  mode_note,
  compared,
  findings,
  unchecked,
}: Doctor): TerminalText {
  return terminal(
    `Database ${database}, PostgreSQL ${versions.postgresql}, Directus ${versions.directus ?? 'unknown'}, Node ${versions.node}, One-Roof ${versions.one_roof}`,
    `Schema ${versions.schema ?? 'none'} (this version has ${versions.schema_expected}), mode ${mode ?? 'none'}. ${mode_note}`,
    `${count(compared, 'object')} and privileges compared: ${findings.length === 0 ? 'as they should be.' : `${count(findings.length, 'finding')}.`}`,
    ...unchecked.map(({ subject, reason }) => `Not checked: ${subject}; ${reason}.`),
    ...findings.flatMap((finding) => ['', ...findingLines(finding)]),
  );
}

function findingLines({ kind, subject, expected, found, fix, sql }: Finding): string[] {
  return [
    `✗ ${kind}: ${subject}`,
    `  expected: ${expected}`,
    `  found:    ${found}`,
    `  to do:    ${fix}`,
    ...sqlLines(sql),
  ];
}

/** The statements; of many the first, since a program reads them better. */
function sqlLines(sql: string | null): string[] {
  const lines = sql === null ? [] : sql.split('\n').map((line) => `    ${line}`);
  if (lines.length <= MOST_LINES) return lines;
  return [
    ...lines.slice(0, MOST_LINES),
    `    -- and ${lines.length - MOST_LINES} lines more: \`one-roof --json doctor\``,
  ];
}
