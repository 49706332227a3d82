import { z } from 'zod';
import { FindingKind } from '../../contract/answers/doctor.ts';
import type { Doctor, Finding } from '../../contract/answers/doctor.ts';
import { inspectDatabase } from '../../database/install/inspect-installation.ts';
import type { Installed } from '../../database/install/inspect-installation.ts';
import { requireCurrentSchema } from '../../database/install/migrate.ts';
import { DatabaseRefusal } from '../../database/refusal.ts';
import type { Session } from '../../database/sessions/session.ts';
import { parseRow } from '../../database/parse-rows.ts';
import { canLook } from './check.ts';
import type { DoctorContext, Seen } from './check.ts';
import checks from './checks?modules';
import type { DoctorHost } from './doctor-host.ts';
import { Surroundings } from './surroundings.ts';
import surroundingsSql from './surroundings.sql';

/** The oid of Directus's table of collections, as the search path finds it. */
const DIRECTUS_TABLE = `select pg_catalog.to_regclass('directus_collections')::pg_catalog.oid::pg_catalog.text as directus`;
const DirectusTable = z.object({ directus: z.string().nullable() });

/** Everything that the doctor reads over one session. */
export interface Survey {
  surroundings: Surroundings;
  /** Null where nothing may be relied upon. */
  installation: Installed | null;
  findings: Finding[];
  /** Subjects that cannot be checked from here. */
  unchecked: Doctor['unchecked'];
}

/** Reads what is installed and what surrounds it, also where the schema is absent or of another version. */
export async function surveyDatabase(session: Session, host: DoctorHost, schema: string): Promise<Survey> {
  const { installation, findings } = await inspect(session, schema);
  const directus = parseRow(DirectusTable, await session.query(DIRECTUS_TABLE)).directus;
  // Whoever owns the schemas on the search path could offer functions and operators that fit better.
  await session.query('begin; set local search_path = pg_catalog, pg_temp');
  const surroundings = parseRow(Surroundings, await session.query(surroundingsSql, [schema, directus]));
  const seen = await lookAtAll({ session, schema, installation, surroundings, directus, host });
  await session.query('rollback');
  return {
    surroundings,
    installation,
    findings: [...findings, ...seen.flatMap((one) => one.findings)],
    unchecked: seen.flatMap((one) => one.unchecked ?? []),
  };
}

/** Lets every check look that has what it needs. */
async function lookAtAll(context: DoctorContext): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const check of checks.filter((one) => canLook(one, context))) seen.push(await check.look(context));
  return seen;
}

/** Reads what is installed (null if nothing can be relied upon), with findings about what is wrong with it. */
async function inspect(
  session: Session,
  schema: string,
): Promise<{ installation: Installed | null; findings: Finding[] }> {
  let installation: Installed | null = null;
  try {
    const found = await inspectDatabase(session, schema);
    if (found.state !== 'absent') installation = found;
    await requireCurrentSchema(session, schema);
    return { installation, findings: [] };
  } catch (thrown) {
    if (!(thrown instanceof DatabaseRefusal)) throw thrown;
    const { kind, message, expected, found, fix } = thrown;
    return {
      installation,
      findings: [{ kind: FindingKind.parse(kind), subject: message, expected, found, fix, sql: null }],
    };
  }
}
