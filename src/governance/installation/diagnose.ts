import type { Knex } from 'knex';
import type { Doctor } from '../../contract/answers/doctor.ts';
import { compareCatalogue } from '../../database/install/compare-catalogue.ts';
import { knexSessions } from '../../database/sessions/knex-sessions.ts';
import { migrations } from '../../database/migrations.ts';
import { SCHEMA } from '../../database/sql-text.ts';
import { catalogueFindings } from '../doctor/catalogue-findings.ts';
import type { DoctorHost } from '../doctor/doctor-host.ts';
import { surveyDatabase } from '../doctor/survey-database.ts';
import type { Survey } from '../doctor/survey-database.ts';
import { isSeparate } from '../doctor/surroundings.ts';
import { uncomparedFinding } from '../doctor/uncompared-finding.ts';

const MODE_NOTES = {
  simple: 'Directus’s role owns the schema: what it changes there is found, not prevented.',
  separated:
    'one_roof_owner owns the schema, Directus’s role cannot change it. A superuser can, and anybody who has the owner’s password.',
};

/**
 * Compares what is there with what this version installs and needs. Nothing it writes stays. What cannot be compared is a
 * finding, never a pass.
 *
 * @throws what a connection throws that cannot be made, or breaks.
 */
export async function diagnose(knex: Knex, host: DoctorHost, schema: string = SCHEMA): Promise<Doctor> {
  const survey = await knexSessions(knex).use((session) => surveyDatabase(session, host, schema));
  const { surroundings, installation, unchecked } = survey;
  const catalogue = await compare(knex, schema, survey);
  const findings = [...survey.findings, ...catalogue.findings];

  return {
    verdict: findings.length === 0 ? 'HEALTHY' : 'DRIFT',
    findings,
    unchecked,
    compared: catalogue.compared,
    database: surroundings.database,
    mode: installation?.mode ?? null,
    mode_note: installation === null ? 'Nothing of One-Roof here can be relied upon.' : MODE_NOTES[installation.mode],
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

async function compare(
  knex: Knex,
  schema: string,
  { installation, surroundings }: Survey,
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
