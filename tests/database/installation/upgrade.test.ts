import { readFileSync } from 'node:fs';
import type { Knex } from 'knex';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { productionWrite } from '../../../src/database/sessions/classes.ts';
import { fingerprint } from '../../../src/database/fingerprint/fingerprint.ts';
import { schemaScope } from '../../../src/database/fingerprint/scopes.ts';
import { compareCatalogue } from '../../../src/database/install/compare-catalogue.ts';
import { installSchema, migrate } from '../../../src/database/install/migrate.ts';
import { migrations } from '../../../src/database/migrations.ts';
import { knexSessions, sessionOf } from '../../../src/database/sessions/knex-sessions.ts';
import { SCHEMA } from '../../../src/database/sql-text.ts';
import { verifyLedger } from '../../../src/governance/ledger/verify-ledger.ts';
import { installOlder } from '../../harness/postgres/older-installation.ts';
import { SeparatedDatabase } from '../../harness/postgres/separated-database.ts';
import { describeOnEachPostgres } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';

/** Rows as the program of the older version wrote them, in SQL of its own: today's program calls functions that it did not have. */
const FILLING = new URL('fill-5eca35f.sql', import.meta.url);
const NEWEST = migrations.at(-1)?.name ?? '';

/** Fingerprint of our schema with the content of its tables, but for the table that lists migrations. */
const stateOf = (knex: Knex) =>
  knex.transaction(async (transaction) =>
    fingerprint(await sessionOf(transaction), schemaScope(SCHEMA, ['schema_migration'])),
  );

type Part = Awaited<ReturnType<typeof stateOf>>['parts'][number];
const structure = ({ kind }: Part) => kind !== 'content';
const content = ({ kind }: Part) => kind === 'content';

describeOnEachPostgres('an upgrade from the version before the move of the definitions', (server) => {
  describe.each(['simple', 'separated'] as const)('mode %s', (mode) => {
    const open: { drop(): Promise<void> }[] = [];
    const role = `upgraded_${process.pid}_`;
    /** A database without One-Roof, and what its installer connects as. */
    const place = async () => {
      if (mode === 'simple') {
        const db = await TestDatabase.create(server, 'directus_reference');
        open.push(db);
        return { db, withKnex: <Result>(work: (knex: Knex) => Promise<Result>) => work(db.knex) };
      }
      const separated = await SeparatedDatabase.create(server, `${role}${open.length}`);
      open.push(separated);
      return {
        db: separated.db,
        withKnex: <Result>(work: (knex: Knex) => Promise<Result>) => separated.withKnex(separated.ownerUrl, work),
      };
    };
    let older: Awaited<ReturnType<typeof place>>;
    beforeEach(async () => {
      older = await place();
    });
    afterEach(async () => {
      for (const one of open.splice(0).reverse()) await one.drop();
    });

    it('leaves the structure of a fresh installation and the content that was there', async () => {
      const { db } = older;
      await older.withKnex(async (knex) => {
        await installOlder(knex, mode === 'separated');
        await db.sqlAsSuperuser(readFileSync(FILLING, 'utf8'));
        const before = await stateOf(knex);
        const rows = before.parts.filter((part) => (part.rows ?? 0) > 0).map(({ object }) => object);
        expect(rows).toEqual(expect.arrayContaining(['governance_plan', 'governance_seat', 'candidate_scan_run']));

        expect(await migrate(knex)).toMatchObject({ mode, version: NEWEST, applied: [NEWEST] });
        expect(await migrate(knex)).toMatchObject({ applied: [] });

        const names = { schema: SCHEMA, directusSchema: 'public', separated: mode === 'separated' };
        expect(await compareCatalogue(knex, names)).toMatchObject({ differences: [] });
        const after = await stateOf(knex);
        expect(after.parts.filter(content)).toEqual(before.parts.filter(content));
        const verified = await productionWrite(knexSessions(knex), (session) => verifyLedger(session));
        expect(verified).toMatchObject({ verdict: 'intact', chain: [], rows: [] });

        const fresh = await place();
        await fresh.withKnex(async (other) => {
          await migrate(other);
          expect(after.parts.filter(structure)).toEqual((await stateOf(other)).parts.filter(structure));
        });
      });
    });

    it('restating all definitions changes nothing, however often, and takes what was granted besides', async () => {
      await older.withKnex(async (knex) => {
        await migrate(knex);
        const once = await stateOf(knex);
        const names = { schema: SCHEMA, directusSchema: 'public', separated: mode === 'separated' };
        await knex.transaction((transaction) => installSchema(transaction, names));
        expect(await stateOf(knex)).toEqual(once);
        await older.db.sqlAsSuperuser(`
          grant delete on one_roof.governance_policy to one_roof_runtime;
          grant execute on function one_roof.register_plan, one_roof.guard_items to one_roof_reader`);
        await knex.transaction((transaction) => installSchema(transaction, names));
        expect(await stateOf(knex)).toEqual(once);
      });
    });
  });
});
