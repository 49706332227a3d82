import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, inject, it } from 'vitest';
import { runOneRoof } from '../../../hosts/one-roof-cli.ts';
import type { DirectusStack } from '../../harness/directus/directus-stack.ts';
import type { Commands } from '../../harness/directus/commands.ts';

const { cells } = inject('reference');

/** Cases of the commands that tell how a project with a registered plan stands. */
export function stateCases({ cli, file, running }: Commands): void {
  let stack: DirectusStack;
  beforeAll(() => {
    stack = running();
  });

  it('status shows the whole picture', async () => {
    const { exitCode, stdout } = await cli('status');
    expect(exitCode).toBe(0);
    for (const text of [
      '(production), schema 0010_definitions_apart, mode simple',
      'Profile observe',
      'GOV-COUNCIL',
      'policy',
      `GATE: BLOCKED|ospa=0|gap=${cells}`,
      'ospa<1;',
    ])
      expect(stdout).toContain(text);
  });

  it('fingerprint tells whether anything changed, and what', async () => {
    const before = await cli('--json', 'fingerprint', 'governance', '--rows');
    writeFileSync(file('before.json'), before.stdout);
    expect(await cli('fingerprint', 'governance', '--rows', '--compare', file('before.json'))).toMatchObject({
      exitCode: 0,
    });
    await stack.db.sql(`update one_roof.governance_group set name = 'changed' where code = 'GRP-AI'`);
    expect(await cli('fingerprint', 'governance', '--rows', '--compare', file('before.json'))).toMatchObject({
      exitCode: 3,
      stdout: expect.stringMatching(/changed +content +governance_group +\(GRP-AI\)/) as string,
    });
  });

  it('doctor: nothing to complain about (0); a disabled trigger, with the statement that enables it (1)', async () => {
    expect(await cli('doctor')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('privileges compared: as they should be.') as string,
    });
    await stack.db.sql('alter table one_roof.governance_ledger disable trigger trg_ledger_append_only');
    const { exitCode, stdout } = await cli('doctor');
    expect(exitCode).toBe(1);
    for (const text of [
      '✗ trigger_disabled: trigger governance_ledger.trg_ledger_append_only\n  expected: enable always\n  found:    disable\n  to do: ',
      'ALTER TABLE "one_roof".governance_ledger ENABLE ALWAYS TRIGGER trg_ledger_append_only;',
    ])
      expect(stdout).toContain(text);
    await stack.db.sql('alter table one_roof.governance_ledger enable always trigger trg_ledger_append_only');
    expect(JSON.parse((await cli('--json', 'doctor')).stdout)).toMatchObject({ verdict: 'HEALTHY', mode: 'simple' });
  });

  it('ledger: every act is in it, with its reason; it verifies, and names the first bad row (3) where it does not', async () => {
    expect(await cli('ledger', 'show', '--limit', '500')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/plan\.register +insert governance_plan:1 +the first plan/) as string,
    });
    expect(await cli('ledger', 'show', '1')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('"coverage.scan_completed"') as string,
    });
    expect(await cli('ledger', 'show', '999999')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('no ledger row') as string,
    });
    const noted = await cli('ledger', 'checkpoint', '--file', file('checkpoints.jsonl'));
    expect(readFileSync(file('checkpoints.jsonl'), 'utf8')).toBe(noted.stdout);
    expect(await cli('ledger', 'verify', '--checkpoints', file('checkpoints.jsonl'))).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Ledger: intact.') as string,
    });
    const chain = (await cli('ledger', 'export', '--from', '2')).stdout.trimEnd().split('\n');
    expect(JSON.parse(chain[0] ?? '')).toMatchObject({
      seq: 2,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });

    await stack.db.sql(`alter table one_roof.governance_ledger disable trigger user;
      update one_roof.governance_ledger set action = 'x' where seq = 2; alter table one_roof.governance_ledger enable trigger user`);
    expect(await cli('ledger', 'verify')).toMatchObject({
      exitCode: 3,
      stdout: expect.stringContaining('First bad row: seq 2, id 2: tampered') as string,
    });
    await stack.db.sql(
      `alter table one_roof.governance_ledger disable trigger user; update one_roof.governance_ledger set action = 'environment.declare' where seq = 2;
      alter table one_roof.governance_ledger enable trigger user`,
    );
  });

  it('events: five types, none active; emitting one is refused (3); nobody holds readers back', async () => {
    expect(await cli('events', 'types')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/governance +coverage\.scan_completed +health +delayed +info +no/) as string,
    });
    const about = ['--subject', 'project:coverage'];
    expect(await cli('events', 'emit', 'backfill.sweep_completed', ...about)).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('is inactive') as string,
    });
    expect(await cli('events', 'emit', 'nothing', ...about)).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('unknown (governance, nothing)') as string,
    });
    expect(await cli('events', 'emit', 'nothing', '--payload', '[]')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('JSON object') as string,
    });
    expect(await cli('events', 'lag')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('0 events, epoch 1; 0 queued') as string,
    });
  });

  it('reads no database but those it may, nor one that does not answer', async () => {
    const environment = { ...stack.directus.environment, ONE_ROOF_READ_DATABASES: 'directus' };
    expect(await runOneRoof(inject('extension'), environment, ['status'])).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('may not be read') as string,
    });
    expect(await runOneRoof(inject('extension'), { ...environment, DB_PORT: '1' }, ['gate'])).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining('ECONNREFUSED') as string,
    });
    expect(await runOneRoof(inject('extension'), { ...environment, DB_CLIENT: 'mysql' }, ['gate'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('One-Roof needs PostgreSQL') as string,
    });
  });
}
