import type { Knex } from 'knex';
import { z } from 'zod';
import { FindingKind } from '../../contract/answers/doctor.ts';
import type { Doctor, Finding } from '../../contract/answers/doctor.ts';
import { compareCatalogue } from '../../database/install/compare-catalogue.ts';
import { inspectDatabase } from '../../database/install/inspect-installation.ts';
import type { Installed } from '../../database/install/inspect-installation.ts';
import { knexSessions } from '../../database/knex-sessions.ts';
import { requireCurrentSchema } from '../../database/install/migrate.ts';
import { migrations } from '../../database/install/migrations.ts';
import { DatabaseRefusal } from '../../database/refusal.ts';
import { SCHEMA } from '../../database/schema.ts';
import type { Session } from '../../database/session.ts';
import { parseRow } from '../../database/parse-rows.ts';
import { catalogueFindings } from './catalogue-findings.ts';
import { hostFindings } from './host-findings.ts';
import { namedRoleFindings } from './named-role-findings.ts';
import type { DoctorHost } from './host-findings.ts';
import {
  asksAsOwner,
  isSeparate,
  modeFindings,
  ownerFindings,
  replicaFindings,
  roleFindings,
  Surroundings,
} from './surrounding-findings.ts';
import surroundingsSql from './surroundings.sql';
import { tableFindings } from './table-findings.ts';
import { unseenFindings } from './unseen-findings.ts';
import { uncomparedFinding } from './uncompared-finding.ts';

/** The oid of Directus's table of collections, as the search path finds it. */
const DIRECTUS_TABLE = `select pg_catalog.to_regclass('directus_collections')::pg_catalog.oid::pg_catalog.text as directus`;
const DirectusTable = z.object({ directus: z.string().nullable() });

const MODE_NOTES = {
  simple: 'Directus’s role owns the schema: what it changes there is found, not prevented.',
  separated:
    'one_roof_owner owns the schema, Directus’s role cannot change it. A superuser can, and whoever has the owner’s password.',
};

/**
 * Compares what is there with what this version installs and needs. Nothing it writes stays. What cannot be compared is a
 * finding, never a pass.
 *
 * @throws what a connection throws that cannot be made, or breaks.
 */
export async function diagnose(knex: Knex, host: DoctorHost, schema: string = SCHEMA): Promise<Doctor> {
  const { surroundings, installation, findings } = await knexSessions(knex).use(async (session) => {
    const { installation, findings } = await inspect(session, schema);
    const directus = parseRow(DirectusTable, await session.query(DIRECTUS_TABLE)).directus;
    // Whoever owns the schemas on the search path could offer functions and operators that fit better.
    await session.query('begin; set local search_path = pg_catalog, pg_temp');
    const surroundings = parseRow(Surroundings, await session.query(surroundingsSql, [schema, directus]));
    if (installation !== null) {
      const separated = isSeparate(surroundings);
      findings.push(...(await ownerFindings(session, schema)), ...(await roleFindings(session, separated, directus)));
    }
    if (installation?.state === 'current')
      findings.push(...(await unseenFindings(session, schema)), ...(await tableFindings(session, schema)));
    if (installation !== null && !asksAsOwner(surroundings))
      findings.push(...(await namedRoleFindings(session, installation.directusSchema, host.namedRoles ?? {})));
    await session.query('rollback');
    return { surroundings, installation, findings };
  });
  const catalogue = await compare(knex, schema, installation, surroundings);
  const { findings: ofHost, unchecked } = hostFindings(host, asksAsOwner(surroundings));
  findings.push(...catalogue.findings, ...modeFindings(surroundings), ...replicaFindings(surroundings), ...ofHost);

  return {
    verdict: findings.length === 0 ? 'HEALTHY' : 'DRIFT',
    findings,
    unchecked,
    compared: catalogue.compared,
    database: surroundings.database,
    mode: installation?.mode ?? null,
    mode_note:
      installation === null ? 'There is nothing of ours that could be relied upon.' : MODE_NOTES[installation.mode],
    versions: {
      one_roof: host.versions.oneRoof,
      schema: installation?.applied.at(-1) ?? null,
      schema_expected: migrations.at(-1)?.name ?? 'none',
      postgresql: surroundings.postgresql,
      directus: host.versions.directus,
      node: host.versions.node,
    },
  };
}

/** What is installed, or null where nothing may be relied upon; and why it is not what it should be. */
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

async function compare(
  knex: Knex,
  schema: string,
  installation: Installed | null,
  surroundings: Surroundings,
): Promise<Pick<Doctor, 'findings' | 'compared'>> {
  // What an older schema lacks, it lacks rightly; the finding is that it is older.
  const { schema_owner: owner } = surroundings;
  if (installation?.state !== 'current' || owner === null) return { findings: [], compared: 0 };
  try {
    const separated = isSeparate(surroundings);
    const { compared, differences } = await compareCatalogue(knex, {
      schema,
      directusSchema: installation.directusSchema,
      separated,
    });
    return { findings: catalogueFindings(differences, { schema, owner }), compared };
  } catch (thrown) {
    const finding = uncomparedFinding(thrown);
    if (finding === null) throw thrown;
    return { findings: [finding], compared: 0 };
  }
}
