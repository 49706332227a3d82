import type { Command } from 'commander';
import { z } from 'zod';
import { EXIT, OneRoofError } from '../../../contract/errors.ts';
import { compareFingerprints } from '../../../database/fingerprint/compare.ts';
import { fingerprint } from '../../../database/fingerprint/fingerprint.ts';
import type { Fingerprint, FingerprintScope } from '../../../database/fingerprint/fingerprint.ts';
import { governanceScope, releaseScope, schemaScope } from '../../../database/fingerprint/scopes.ts';
import { SCHEMA } from '../../../database/sql-text.ts';
import type { Session } from '../../../database/sessions/session.ts';
import type { Operator } from '../../operator.ts';
import { table } from '../../print.ts';
import type { Printout } from '../../print.ts';
import { readTextFile } from '../../read-text-file.ts';
import { terminal } from '../../../text/terminal.ts';
import type { Runner } from '../../noun.ts';

/** Adds `one-roof fingerprint` to the program. */
export function addFingerprintCommand(program: Command, { run }: Runner): void {
  program
    .command('fingerprint')
    .description('sha256 over structure and content, to tell whether anything changed')
    .argument('[scope]', 'governance, release, or the name of a schema such as public', 'governance')
    .option('--rows', 'also a digest per row, so that a comparison can name the row')
    .option('--compare <file>', 'compare with a fingerprint stored with --json; exit 3 if they differ')
    .action(
      run((operator, scope: string, options: { rows?: boolean; compare?: string }) =>
        takeFingerprint(operator, scope, options),
      ),
    );
}

const Stored = z.object({
  sha256: z.string(),
  scope: z.string(),
  formula: z.string(),
  postgresqlMajor: z.number(),
  parts: z.array(
    z.object({
      kind: z.string(),
      object: z.string(),
      digest: z.string(),
      rows: z.number().exactOptional(),
      rowDigests: z.record(z.string(), z.string()).exactOptional(),
    }),
  ),
});

/** `one-roof fingerprint SCOPE`: sha256 over structure and content; with `--compare`, what differs from a stored one. */
export async function takeFingerprint(
  operator: Operator,
  scope: string,
  options: { rows?: boolean; compare?: string },
): Promise<Printout & { exitCode: number }> {
  const taken = await operator.sessions.use(async (session) => {
    await session.query('begin isolation level repeatable read read only');
    try {
      await requireSchema(session, scope);
      return await fingerprint(session, await scopeNamed(session, scope), { withRows: options.rows ?? false });
    } finally {
      await session.query('rollback');
    }
  });
  return options.compare === undefined
    ? { json: taken, text: terminal(taken.sha256), exitCode: EXIT.done }
    : compared(options.compare, taken);
}

async function scopeNamed(session: Session, scope: string): Promise<FingerprintScope> {
  if (scope === 'governance') return governanceScope();
  if (scope === 'release') return releaseScope(session);
  return schemaScope(scope);
}

async function requireSchema(session: Session, scope: string): Promise<void> {
  const schema = ['governance', 'release'].includes(scope) ? SCHEMA : scope;
  const { rows } = await session.query(
    `select nspname::text as name from pg_namespace where nspname !~ '^pg_' order by 1`,
  );
  const schemas = rows.map(({ name }) => String(name));
  if (schemas.includes(schema)) return;
  throw new OneRoofError(
    'ONE_ROOF_BAD_REQUEST',
    `There is nothing to fingerprint: this database has no schema ${schema}`,
    {
      subject: scope,
      expected: `governance, release, or a schema: ${schemas.join(', ')}`,
      found: scope,
    },
  );
}

function stored(file: string): Fingerprint {
  const text = readTextFile(file, '--compare');
  try {
    return Stored.parse(JSON.parse(text));
  } catch {
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', `--compare: ${file} is not a stored fingerprint`, {
      subject: file,
      expected: 'what `one-roof --json fingerprint` printed',
      found: text.trimStart().slice(0, 40),
    });
  }
}

function compared(file: string, taken: Fingerprint): Printout & { exitCode: number } {
  const comparison = compareFingerprints(stored(file), taken);
  switch (comparison.outcome) {
    case 'equal':
      return { json: comparison, text: terminal(`Equal: ${taken.sha256}`), exitCode: EXIT.done };
    case 'different':
      return {
        json: comparison,
        text: table(
          ['', 'kind', 'object', 'first row'],
          comparison.differences.map(({ change, kind, object, row }) => [change, kind, object, row ?? null]),
        ),
        exitCode: EXIT.refused,
      };
    case 'incomparable':
      throw new OneRoofError(
        'ONE_ROOF_PRECONDITION_FAILED',
        `The fingerprints cannot be compared: ${comparison.reason}`,
        {
          subject: file,
        },
      );
  }
}
