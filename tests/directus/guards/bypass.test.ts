import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DirectusClient } from '../../../hosts/directus-client.ts';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import type { DirectusStack } from '../../harness/directus/directus-stack.ts';
import { disown, guards, lock, ownedWrites } from '../../harness/guards.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { bypassStage } from '../../harness/directus/bypass-stage.ts';
import { waysAround } from '../../harness/directus/ways-around.ts';

describe('ways around a hook', () => {
  const stage = bypassStage();
  const { upload, doomed, fresh, recorded } = stage;
  const WAYS = waysAround(stage);
  let stack: DirectusStack;
  let admin: DirectusClient;
  let adminId: string;
  let snapshot: Record<string, unknown>;
  beforeAll(() => {
    ({ stack, admin, adminId, snapshot } = stage);
  });

  describe('in observe', () => {
    it.each(WAYS)('$way is recorded with its actor', async (way) => {
      await recorded();
      const { status, body } = await way.act(admin);
      expect(status, JSON.stringify(body)).toBeLessThan(300);
      expect([...new Set(await recorded())].sort()).toEqual(way.recorded.toSorted());
    });

    it('a collection that is not to be tracked is recorded without an actor', async () => {
      await admin.must('PATCH', '/collections/agents', { meta: { accountability: null } });
      await recorded();
      await admin.must('POST', '/items/agents', fresh());
      expect(await recorded()).toEqual(['unattributed create agents']);
      await admin.must('PATCH', '/collections/agents', { meta: { accountability: 'all' } });
    });

    it('an upload is recorded with its actor, what Directus adds to it afterwards is not', async () => {
      await recorded();
      expect((await upload('/files', 'a.txt', 'text/plain', 'hello')).status).toBe(200);
      expect(await recorded()).toEqual(['admin create directus_files', 'unattributed update directus_files']);
    });

    it('saving a version writes no governed table', async () => {
      const version = await admin.create('/versions', {
        collection: 'agents',
        item: '9',
        key: 'draft-9',
        name: 'draft',
      });
      await recorded();
      await admin.must('POST', `/versions/${version}/save`, { title: 'draft' });
      expect(await recorded()).toEqual([]);
    });

    it('Who really changed this: over HTTP and at the command line', async () => {
      await admin.must('PATCH', '/items/agents/10', { title: 'who' });
      await stack.db.sql(`update agents set title = 'not me' where id = 10`);
      expect(await admin.must('GET', '/one-roof/v1/writes?object=collection:agents&item=10&limit=1')).toMatchObject({
        data: [
          { item: '10', operation: 'update', attribution: 'unattributed', user_id: null, database_role: 'directus' },
        ],
        meta: { next: expect.any(String) as string },
      });
      expect(
        await admin.must('GET', '/one-roof/v1/writes?object=agents&item=010&sort=written_at&limit=1'),
      ).toMatchObject({
        data: [{ item: '10', operation: 'update', attribution: 'user', user_id: adminId }],
      });
      expect((await admin.ask('GET', '/one-roof/v1/writes?item=10')).status).toBe(400);
      expect((await admin.ask('GET', '/one-roof/v1/writes?object=group:GRP-AI')).status).toBe(400);
      expect((await stack.anonymous.ask('GET', '/one-roof/v1/writes?object=agents')).status).toBe(403);

      const { stdout, exitCode } = await stack.cli('who', 'agents', '10');
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/update 10 +unattributed +directus/);
      expect(stdout).toMatch(/update 10 +Admin User +directus/);
    });

    it('what would be refused is a finding, and enforce is refused while there is one', async () => {
      await lock(stack.db, 'agents');
      await admin.must('PATCH', '/fields/agents/title', { meta: { note: 'nobody opened a window' } });
      expect(await stack.cli('guard', 'status')).toMatchObject({
        exitCode: 0,
        stdout: expect.stringMatching(/agents +window_needed/) as string,
      });
      expect(await stack.cli('guard', 'mode', 'enforce', '--reason', 'r')).toMatchObject({
        exitCode: 3,
        stderr: expect.stringMatching(/agents.*seen 1 time/) as string,
      });
    });

    it('a broken One-Roof schema does not take Directus down', async () => {
      await stack.db.sql('alter schema one_roof rename to gone');
      await admin.must('POST', '/items/agents', fresh());
      await admin.must('PATCH', '/fields/agents/title', { meta: { note: 'works' } });
      await admin.must('DELETE', `/items/agents/${doomed()}`);
      await stack.db.sql('alter schema gone rename to one_roof');
      // It looks again after ten seconds; until then the triggers alone decide.
      await expect
        .poll(async () => (await stack.anonymous.ask('GET', '/one-roof/v1/health')).status, { timeout: 30_000 })
        .toBe(200);
    });
  });

  describe('in enforce, where nobody is accountable for execution', () => {
    const agents = () => stack.db.sql('select id, code, title, sort from agents order by id');
    beforeAll(async () => {
      await stack.db.sqlAsSuperuser(`
        alter table one_roof.governed_write disable trigger all;
        delete from one_roof.governed_write;
        alter table one_roof.governed_write enable always trigger trg_governed_write_guard;
        alter table one_roof.governed_write enable always trigger trg_governed_write_once;
        alter table one_roof.governed_write enable always trigger trg_governed_write_no_truncate`);
      await stack.db.sql(`insert into tasks (id, code) values (1, 'T'); update agents set task = 1 where id = 1`);
      await lock(stack.db, 'agents');
      await guards(stack.db, 'enforce');
      await ownedWrites(stack.db, 'agents');
      await disown(stack.db, 'execution');
      await recorded();
    });

    it.each(WAYS)('$way is refused', async (way) => {
      const before = await agents();
      const { status, body } = await way.act(admin);
      const said = JSON.stringify(body);
      expect(said).toContain('Nothing is written to agents while nobody is accountable for its execution');
      if (!way.way.startsWith('GraphQL')) expect(status, said).toBe(way.refused); // GraphQL answers 200 with errors
      if (way.refused === 403) expect(said).toContain('"code":"ONE_ROOF_GUARD_REFUSED"');
      expect(await agents()).toEqual(before);
      expect(await recorded()).toEqual([]);
    });

    it('who may not write learns nothing of it', async () => {
      const { status, body } = await stack.anonymous.ask('DELETE', '/items/agents/1');
      expect(status).toBe(403);
      expect(JSON.stringify(body)).not.toContain('accountable');
    });
  });

  describe('the schema of a locked collection, in enforce', () => {
    const columns = () =>
      stack.db.sql(
        `select column_name, is_nullable from information_schema.columns where table_name = 'agents' order by 1`,
      );

    it.each<[string, string, string, unknown]>([
      ['a field is added', 'POST', '/fields/agents', { field: 'extra', type: 'string', meta: {}, schema: {} }],
      [
        'a column is added without a row of Directus',
        'POST',
        '/fields/agents',
        { field: 'extra', type: 'string', schema: {} },
      ],
      [
        'a column is changed without a row of Directus',
        'PATCH',
        '/fields/agents/title',
        { schema: { is_nullable: false } },
      ],
      ['a column is changed', 'PATCH', '/fields/agents/title', { schema: { is_nullable: false }, meta: { note: 'x' } }],
      ['a field is removed', 'DELETE', '/fields/agents/title', undefined],
      ['it is changed', 'PATCH', '/collections/agents', { meta: { singleton: true } }],
      ['it is removed', 'DELETE', '/collections/agents', undefined],
    ])('does not change through Directus: %s', async (_what, method, path, body) => {
      const before = await columns();
      expect(await admin.ask(method, path, body)).toMatchObject({
        status: 403,
        body: {
          errors: [
            {
              extensions: {
                code: 'ONE_ROOF_GUARD_REFUSED',
                fix: expect.stringContaining('window open agents') as string,
              },
            },
          ],
        },
      });
      expect(await columns()).toEqual(before);
    });

    it('nor through schema apply, over HTTP or at the command line', async () => {
      const fields = snapshot['fields'] as { collection: string; field: string }[];
      const without = {
        ...snapshot,
        fields: fields.filter(({ collection, field }) => collection !== 'agents' || field !== 'title'),
      };
      const { body } = await admin.ask('POST', '/schema/diff?force=true', without);
      const before = await columns();
      const applied = await admin.ask('POST', '/schema/apply', (body as { data: unknown }).data);
      expect(applied.status).toBeGreaterThanOrEqual(400);
      expect(JSON.stringify(applied.body)).toContain('The schema of agents is locked');

      const file = join(String(stack.directus.environment['EXTENSIONS_PATH']), 'without.json');
      writeFileSync(file, JSON.stringify(without));
      expect((await rejectionOf(stack.directus.command('schema', 'apply', '--yes', file))).message).toContain(
        'The schema of agents is locked',
      );
      expect(await columns()).toEqual(before);
    });

    it('nor by a migration of Directus, but by one in a change window; the guards are as before, and it is recorded', async () => {
      const migrations = join(String(stack.directus.environment['EXTENSIONS_PATH']), 'migrations');
      mkdirSync(migrations, { recursive: true });
      writeFileSync(
        join(migrations, '20990101A-locked.js'),
        `export async function up(knex) {
           await knex.schema.alterTable('directus_fields', (table) => table.string('of_a_new_version'));
           await knex('directus_fields').where({ collection: 'agents', field: 'title' }).update({ of_a_new_version: 'yes' });
           await knex.schema.alterTable('agents', (table) => table.string('of_a_new_version'));
         }
         export async function down() {}`,
      );
      const environment = stack.directus.environment;
      environment['MIGRATIONS_PATH'] = migrations;
      await rejectionOf(stack.directus.command('database', 'migrate:latest'));
      // A migration is no transaction: what it did before it was refused stays, as with any migration that fails.
      await stack.db.sql(`alter table directus_fields drop column of_a_new_version`);

      const opened = await stack.cli(
        '--json',
        'window',
        'open',
        '--all',
        '--for',
        '30m',
        '--reason',
        'upgrade of Directus',
      );
      const { id } = JSON.parse(opened.stdout) as { id: number };
      await stack.directus.command('database', 'migrate:latest');
      expect(await stack.cli('window', 'close', String(id), '--reason', 'done')).toMatchObject({ exitCode: 0 });

      expect(
        await stack.db.sql(`select permit, finding from one_roof.governed_write where subject = 'field title'`),
      ).toEqual([{ permit: `window:${id}`, finding: 'window_needed' }]);
      expect(await stack.db.sql(`select from one_roof.v_structure_drift`)).toEqual([]);
      expect((await stack.db.read(evaluateGate)).blockers).not.toContain('guard_disabled');
      delete environment['MIGRATIONS_PATH'];
    }, 180_000);
  });

  describe('other schemas, in enforce', () => {
    it('a governed collection that is deleted and created again is guarded again at once', async () => {
      await recorded();
      await admin.must('DELETE', '/collections/workflow_steps');
      const definition = {
        collection: 'workflow_steps',
        meta: { group: 'workflow' },
        schema: {},
        fields: [
          { field: 'id', type: 'integer', meta: {}, schema: { is_primary_key: true, has_auto_increment: true } },
        ],
      };
      await admin.must('POST', '/collections', definition);
      await admin.must('POST', '/items/workflow_steps', {});
      const written = await recorded();
      expect(written.at(-1)).toBe('admin create workflow_steps');
      expect(written.filter((write) => write === 'admin delete workflow_steps').length).toBeGreaterThan(0);
      expect((await stack.db.read(evaluateGate)).blockers).not.toContain('guard_disabled');
    });

    it('a new collection outside any group is refused', async () => {
      await admin.must('DELETE', '/collections/workflow_steps'); // room for one, where a licence counts them
      expect(await admin.ask('POST', '/collections', { collection: 'loose', meta: {}, schema: {} })).toMatchObject({
        status: 403,
        body: { errors: [{ message: 'A new collection must belong to a group, and loose has none' }] },
      });
      await admin.must('POST', '/collections', { collection: 'grouped', meta: { group: 'workflow' }, schema: {} });
    });

    it('disarm takes every trigger away, a start of Directus leaves it so', async () => {
      expect(await stack.cli('guard', 'disarm', '--reason', 'the end')).toMatchObject({ exitCode: 0 });
      expect(await stack.db.sql(`select from pg_trigger where tgname like 'one\\_roof\\_%'`)).toEqual([]);
      await admin.must('PATCH', '/fields/agents/title', { meta: { note: 'free' } });
    });
  });
});
