import { spawnSync } from 'node:child_process';
import knexModule from 'knex';
import { expect, inject, it } from 'vitest';
import { migrate } from '../../../src/database/install/migrate.ts';
import { renderSql, SCHEMA } from '../../../src/database/sql-text.ts';
import separatedModeSql from '../../../src/database/install/separated-mode.sql';
import { diagnose } from '../../../src/governance/installation/diagnose.ts';
import { DOCTOR_HOST } from '../../harness/doctor-host.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';

const canDump = spawnSync('pg_dump', ['--version']).status === 0 && spawnSync('psql', ['--version']).status === 0;

it.skipIf(!canDump)(
  'a schema of mode simple is dumped and loaded as the owner, as the docs say, and the gateway gets what is its own',
  async () => {
    const db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
    const role = `to_separated_${process.pid}`;
    try {
      await db.sqlAsSuperuser(`create role ${role}`);

      const { stdout, status } = spawnSync('pg_dump', ['-n', 'one_roof', '--no-owner', db.superuserUrl], {
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      });
      expect(status).toBe(0);
      await db.sqlAsSuperuser(
        renderSql(separatedModeSql, { schema: SCHEMA, directusSchema: 'public', directusRole: role }),
      );
      await db.sqlAsSuperuser(`alter role one_roof_owner password 'owner'`);
      const load = [
        '-1',
        '-q',
        '-X',
        '-v',
        'ON_ERROR_STOP=1',
        db.superuserUrl,
        '-c',
        'DROP SCHEMA one_roof CASCADE',
        '-c',
        'SET ROLE one_roof_owner',
        '-f',
        '-',
      ];
      expect(spawnSync('psql', load, { input: stdout, encoding: 'utf8', maxBuffer: 1 << 28 })).toMatchObject({
        status: 0,
      });

      const knex = knexModule({
        client: 'pg',
        connection: db.url.replace(/\/\/[^@]+@/, '//one_roof_owner:owner@'),
        pool: { min: 0, max: 1 },
      });
      try {
        expect(await migrate(knex)).toMatchObject({ applied: [] });
        expect(
          await db.sqlAsSuperuser(
            `select distinct pg_get_userbyid(proowner) as owner from pg_proc where proname in ('directus_role', 'guard_items') and pronamespace = 'one_roof'::regnamespace`,
          ),
        ).toEqual([{ owner: 'one_roof_gateway' }]);
        const { findings } = await diagnose(knex, { ...DOCTOR_HOST, extensionsMustLoad: false });
        // The role of the tests may create roles, which the docs take from it, and what it is to be granted was granted to a role of this test.
        expect(findings.map(({ kind }) => kind)).toEqual(['role_changed', 'mode_broken']);
      } finally {
        await knex.destroy();
      }
    } finally {
      await db.drop();
      await withClient(inject('postgres15').superuserUrl, (client) => client.query(`drop role ${role}`));
    }
  },
);
