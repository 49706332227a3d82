import knexModule from 'knex';
import { referenceCase } from '../../../demo/reference-case.ts';
import { DIRECTUS_LIMITS } from '../../../hosts/directus.ts';
import { productionWrite } from '../../../src/database/sessions/classes.ts';
import { knexSessions } from '../../../src/database/sessions/knex-sessions.ts';
import { migrate } from '../../../src/database/install/migrate.ts';
import { declareEnvironment } from '../../../src/governance/environment/declare-environment.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { registerPlan } from '../../../src/governance/plan/register-plan.ts';
import { directusUrl, runSql } from '../test-server.ts';
import type { TestServer } from '../test-server.ts';

/** The databases that tests are given copies of: see startTestServer(), and the one that is made here. */
export type Template = 'directus_bare' | 'directus_reference' | 'one_roof_reference';

const BY = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;

/**
 * Makes, or makes again, the template `one_roof_reference`: the reference case with One-Roof installed, out of the sources as
 * they are, and the plan registered.
 */
export async function makeOneRoofTemplate(server: TestServer): Promise<void> {
  await runSql(directusUrl(server, 'postgres'), 'drop database if exists one_roof_reference');
  await runSql(directusUrl(server, 'postgres'), 'create database one_roof_reference template directus_reference');
  const knex = knexModule({
    client: 'pg',
    connection: directusUrl(server, 'one_roof_reference'),
    pool: { min: 0, max: 2 },
  });
  try {
    await migrate(knex);
    await productionWrite(knexSessions(knex), async (session) => {
      await declareEnvironment(session, 'production', BY);
      await registerPlan(session, readPlan(referenceCase(DIRECTUS_LIMITS[server.directus].collections).plan), BY);
    });
  } finally {
    await knex.destroy();
  }
}
