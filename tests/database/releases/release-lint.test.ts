import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { lintFolder } from '../../../src/governance/release/packet/lint/lint-folder.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { packet } from '../../unit/releases/lint/packet.ts';

describe('linting a packet in a folder', () => {
  let db: TestDatabase;
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-lint-'));
  beforeAll(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
    for (const [path, bytes] of packet().files) {
      mkdirSync(dirname(join(folder, 'data', path)), { recursive: true });
      writeFileSync(join(folder, 'data', path), bytes);
    }
    writeFileSync(join(folder, 'bagit.txt'), 'outside of the payload: DROP, CUTOVER');
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await db.drop();
  });
  const lint = async (where: string) =>
    (await db.read((session) => lintFolder(where, session))).map(({ rule, found }) => `${rule} ${found}`);

  it('finds nothing in the reference case; then what the database knows: a dead owner, a scope that nobody answers for', async () => {
    expect(await lint(folder)).toEqual([]);
    expect(await lint(join(folder, 'data'))).toEqual([]);
    await db.sql(
      `delete from directus_users where role = (select directus_role from one_roof.governance_registry where code = 'GOV-DOT')`,
    );
    await db.sql(
      `insert into one_roof.governance_responsibility_scope (code, description, sort, created_by) values ('later', 'x', 9, 'test')`,
    );
    expect(await lint(folder)).toEqual([
      'scope_without_owner 35 cells, none with an owner',
      'dead_owner no_active_user',
      'dead_owner no_active_user',
    ]);
  });

  it('says that there is no packet where there is none', async () => {
    for (const none of [join(folder, 'nowhere'), join(folder, 'data', 'release')])
      expect(await rejectionOf(lint(none))).toMatchObject({ code: 'ONE_ROOF_NOT_FOUND' });
  });
});
