import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import { EnvironmentKind } from '../../contract/vocabulary.ts';
import type { ProductionSession, ReadSession } from '../../database/sessions/session.ts';
import type { Actor } from '../acts/actor.ts';
import { beginAct } from '../acts/begin-act.ts';
import { parseRow } from '../../database/parse-rows.ts';
import { cloneNames, DEFAULT_CLONE_PATTERN } from './clone-pattern.ts';

const CurrentEnvironment = z.object({
  dbname: z.string(),
  kind: EnvironmentKind,
  declared_dbname: z.string().nullable(),
  production_dbname: z.string().nullable(),
  epoch: z.number().int(),
});
export type CurrentEnvironment = z.infer<typeof CurrentEnvironment>;

/** Reads what is proven about the database of this session. */
export async function currentEnvironment(session: ReadSession): Promise<CurrentEnvironment> {
  return parseRow(CurrentEnvironment, await session.query('select * from v_current_environment'));
}

/**
 * Declares what this database is: once, for this very database (its oid, its cluster), recorded in the ledger.
 *
 * A clone's name must match the pattern, an anchored regular expression; the database must never have been declared
 * production; and nobody else may be connected to it. The database enforces the same by constraint and trigger.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED
 */
export async function declareEnvironment(
  session: ProductionSession,
  kind: 'production' | 'clone',
  by: Actor & { reason: string; clonePattern?: string },
): Promise<CurrentEnvironment> {
  const now = await currentEnvironment(session);
  const pattern = kind === 'clone' ? (by.clonePattern ?? DEFAULT_CLONE_PATTERN) : null;

  if (now.kind !== 'undeclared') {
    throw refusal(
      `Database ${now.dbname} is already declared`,
      'a database without a declaration',
      `${now.kind} (as ${String(now.declared_dbname)})`,
      'A database is declared once, and the declaration cannot be changed.',
    );
  }
  if (pattern !== null) requireCloneName(now.dbname, pattern);

  await beginAct(session, { ...by, action: 'environment.declare' });
  await session.query('select declare_environment($1, $2, $3)', [kind, pattern, by.actor]);
  return currentEnvironment(session);
}

function requireCloneName(name: string, pattern: string): void {
  const names = cloneNames(pattern);
  if (names === null) {
    throw refusal(
      'The clone pattern is not anchored',
      'a regular expression from ^ to $',
      pattern,
      'Set ONE_ROOF_CLONE_PATTERN to an anchored expression.',
    );
  }
  if (!names.test(name)) {
    throw refusal(
      `Database ${name} does not have the name of a clone`,
      pattern,
      name,
      'Name the clone so that it matches ONE_ROOF_CLONE_PATTERN.',
    );
  }
}

function refusal(message: string, expected: string, found: string, fix: string): OneRoofError {
  return new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', message, { subject: 'environment', expected, found, fix });
}
