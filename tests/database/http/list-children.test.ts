import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ROUTES } from '../../../src/contract/routes.ts';
import type { RouteName } from '../../../src/contract/routes.ts';
import { productionRead } from '../../../src/database/sessions/classes.ts';
import { ANSWERS } from '../../../src/endpoints/one-roof/reading/answers.ts';
import type { Caller, ReadRouteName } from '../../../src/endpoints/one-roof/reading/answers.ts';
import type { Page } from '../../../src/governance/ownership/keyset-page.ts';
import { scanCoverage } from '../../../src/governance/scanning/scan-coverage.ts';
import { readSettings } from '../../../src/governance/settings/settings.ts';
import { guards } from '../../harness/guards.ts';
import { ReleaseStage } from '../../harness/releases/release-stage.ts';
import type { TestDatabase } from '../../harness/test-database.ts';

/** Rows of the page that is asked for. What is read for it is limited to one more, as in production (500 and 501). */
const LIMIT = 10;

const LISTS = (Object.keys(ROUTES) as RouteName[]).filter((name) => ROUTES[name].answers === 'list') as ReadRouteName[];

/** Lists that are not longer than this here. */
const SHORT = new Set<ReadRouteName>([
  'coverageByScope',
  'coverageByGroup',
  'coverageByOwner',
  'waitingChanges',
  'releases',
]);

describe('a list of the read contract', () => {
  let stage: ReleaseStage;
  let caller: Caller;
  beforeAll(async () => {
    stage = await ReleaseStage.set(inject('postgres15'));
    const { production, council } = stage;
    await stage.apply(await stage.ready('REL-1'));
    for (let n = 1; n <= LIMIT; n++) {
      await council.request(`APR-${n}`);
      for (const person of ['president', 'council-1', 'council-2'] as const) await council.vote(`APR-${n}`, person);
    }
    await guards(production, 'observe');
    await production.sql(`update directus_collections set "group" = 'business' where "group" is distinct from 'business' and collection in (
        select collection_name from one_roof.collection_registry);
      insert into agents (id, code) select n, 'A' || n from generate_series(1, 20) n`);
    await production.writeProduction((session) => scanCoverage(session, { actor: 'test', actorKind: 'operator' }));
    const roles = (await production.sql('select id from directus_roles')).map(({ id }) => String(id));
    caller = {
      person: { roles, collections: null },
      reader: { user: council.ids['council-1'], all: true },
      settings: readSettings({}),
    };
  });
  afterAll(() => stage.strike());

  it.each(LISTS)('%s counts its own rows, and not what belongs to them', async (name) => {
    // Who has no gap has no page of gaps: the clone has all of them again after the rehearsal.
    const db: TestDatabase = name === 'coverageGaps' ? stage.clone : stage.production;
    const read = ANSWERS[name] as (session: unknown, query: unknown, caller: Caller) => Promise<Page<unknown>>;
    const query: unknown = ROUTES[name].query.parse({ limit: String(LIMIT) });
    const page = await productionRead(
      db.sessions,
      { allowedDatabases: [db.name], asReader: false, rowLimit: LIMIT + 1 },
      (session) => read(session, query, caller),
    );
    expect(page.rows.length).toBeGreaterThan(0);
    if (!SHORT.has(name)) expect(page.rows).toHaveLength(LIMIT);
  });
});
