import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DirectusStack } from '../../harness/directus/directus-stack.ts';
import { stateCases } from './state.cases.ts';
import { usageCases } from './usage.cases.ts';

const folder = mkdtempSync(join(tmpdir(), 'one-roof-cli-'));
const file = (name: string) => join(folder, name);
const { objects, cells, plan } = inject('reference');
writeFileSync(file('reference.yaml'), plan);
afterAll(() => rmSync(folder, { recursive: true }));

describe('the CLI, from nothing to a registered plan, while Directus is not running', () => {
  let stack: DirectusStack;
  beforeAll(async () => {
    stack = await DirectusStack.prepare('directus_reference');
  });
  afterAll(() => stack.stop());
  const cli = (...args: string[]) => stack.cli(...args);
  const commands = { cli, file, running: () => stack };

  it('says what is missing before it is installed: the gate is BLOCKED (10), the rest is an error (1)', async () => {
    expect(await cli('gate', '--quiet')).toEqual({ exitCode: 10, stdout: 'BLOCKED\n', stderr: '' });
    expect(await cli('status')).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining(
        'to do:    Start Directus with the extension, or run `one-roof migrate`.',
      ) as string,
    });
  });

  it('migrate installs, and the second time has nothing to do', async () => {
    expect(await cli('migrate')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('applied 0001_foundation') as string,
    });
    expect(await cli('migrate')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('nothing to do') as string,
    });
    expect(await cli('gate')).toMatchObject({ exitCode: 10, stdout: expect.stringContaining('no_plan;') as string });
  });

  it('scan discovers every collection and is refused (3) for want of a plan', async () => {
    const { exitCode, stdout } = await cli('--json', 'scan');
    expect(exitCode).toBe(3);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'refused', changes: { length: objects } });
  });

  it('environment: undeclared until it is declared, with a reason, as one of the two', async () => {
    expect(await cli('environment')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('was never declared') as string,
    });
    expect(await cli('environment', 'declare', '--production')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--reason') as string,
    });
    expect(await cli('environment', 'declare', '--reason', 'r')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--production or --clone') as string,
    });
    expect(await cli('environment', 'declare', '--production', '--clone', '--reason', 'r')).toMatchObject({
      exitCode: 2,
    });
    expect(await cli('environment', 'declare', '--production', '--reason', 'it is')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('is the declared production database') as string,
    });
    expect(await cli('environment', 'declare', '--production', '--reason', 'again')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('already declared') as string,
    });
  });

  it('plan init writes a new file and never an old one; check accepts it', async () => {
    expect(await cli('plan', 'init', file('plan.yaml'))).toMatchObject({ exitCode: 0 });
    expect(await cli('plan', 'init', file('plan.yaml'))).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('exists already') as string,
    });
    expect((await cli('plan', 'init')).stdout).toBe(readFileSync(file('plan.yaml'), 'utf8'));
    expect(await cli('plan', 'check', file('plan.yaml'))).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(`${objects} collections × 6 scopes = ${cells} cells`) as string,
    });
  });

  it('a plan that is wrong is refused (3), every problem with its line', async () => {
    writeFileSync(
      file('bad.yaml'),
      'one_roof: 1\nscopes: { policy: p }\ngroups:\n  GRP-A: { name: A, collections: [ghost], owner: GOV-X, colour: red }\n',
    );
    const { exitCode, stderr } = await cli('plan', 'check', file('bad.yaml'));
    expect(exitCode).toBe(3);
    expect(stderr).toContain('The plan has 1 problem');
    expect(stderr).toContain('line 4, column 57 (groups.GRP-A.colour): unknown key colour');
    writeFileSync(
      file('ghost.yaml'),
      'one_roof: 1\nscopes: { policy: p }\ngroups:\n  GRP-A: { name: A, collections: [ghost] }\n',
    );
    expect(await cli('plan', 'register', file('ghost.yaml'), '--reason', 'r')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining(
        'line 4, column 35 (groups.GRP-A.collections.0): there is no collection ghost',
      ) as string,
    });
    expect(await cli('plan', 'check', file('none.yaml'))).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('cannot be read') as string,
    });
  });

  it('plan register makes the gaps visible; the gate is BLOCKED ospa<1', async () => {
    expect(await cli('plan', 'register', file('reference.yaml'), '--reason', 'the first plan')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(`${cells} gaps`) as string,
    });
    expect(await cli('gate')).toMatchObject({
      exitCode: 10,
      stdout: expect.stringContaining(`GATE: BLOCKED|ospa=0|gap=${cells}`) as string,
    });
    expect(await cli('scan')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(
        `Coverage 0 %: ${objects} collections × 6 scopes = ${cells} cells; 0 covered, ${cells} gaps, 0 conflicts, an owner is planned for ${cells}.`,
      ) as string,
    });
  });

  it('ownership what-if shows which cells a change would touch, and keeps nothing', async () => {
    const { exitCode, stdout } = await cli(
      'ownership',
      'what-if',
      '--retire',
      'GOV-DOT',
      '--move',
      'tasks',
      'GRP-AI',
      '--limit',
      '1',
    );
    expect(exitCode).toBe(0);
    for (const text of [
      'cells change: 0 another owner or state',
      'planned GOV-DOT (dead)',
      '… more with --cursor',
      'Nothing was saved.',
    ])
      expect(stdout).toContain(text);
    writeFileSync(file('other.yaml'), plan.replace('owner: GOV-MOIT', 'owner: GOV-DOT'));
    expect(
      JSON.parse((await cli('--json', 'ownership', 'what-if', '--plan', file('other.yaml'))).stdout),
    ).toMatchObject({
      changed: { planned_owner: 12 },
      effect: 'at_once',
    });
    expect(await cli('plan', 'check', file('other.yaml'))).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('12 cells change') as string,
    });
    for (const [args, code] of [
      [[], 2],
      [['--move', 'tasks'], 2],
      [['--retire', 'group:x'], 2],
      [['--retire', 'GOV-NOBODY'], 1],
    ] as const) {
      expect((await cli('ownership', 'what-if', ...args)).exitCode, args.join(' ')).toBe(code);
    }
  });

  it('plan export gives back what was registered, or its owners as CODEOWNERS', async () => {
    expect((await cli('plan', 'export')).stdout.trimEnd()).toBe(plan.trimEnd());
    expect(await cli('plan', 'export', file('plan.yaml'))).toMatchObject({ exitCode: 3 });
    expect((await cli('plan', 'export', '--codeowners', '--owner', '@acme/{owner}')).stdout).toContain(
      '/collections/agents.yaml @acme/GOV-DOT\n',
    );
    expect(await cli('plan', 'export', '--path', 'x')).toMatchObject({ exitCode: 2 });
  });

  it('owners --dead names the dead owners, with what to do', async () => {
    expect((await cli('owners', '--dead')).stdout).toBe('No owner is dead.\n');
    await stack.db.sql(
      `update directus_users set status = 'suspended' where role = (select id from directus_roles where name = 'Tool Governance')`,
    );
    expect((await cli('owners', '--dead')).stdout).toContain(
      'GOV-DOT: Activate a user with the Directus role Tool Governance',
    );
    expect(await cli('status')).toMatchObject({ stdout: expect.stringContaining('dead owner') as string });
    await stack.db.sql(`update directus_users set status = 'active'`);
    expect(await cli('owners', '--dead', 'agents')).toMatchObject({ exitCode: 2 });
  });

  it('plan apply refuses production, and to be misunderstood', async () => {
    expect(await cli('plan', 'apply', '--reason', 'r')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--clone-only') as string,
    });
    expect(await cli('plan', 'apply', '--clone-only', '--reason', 'r')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('is not a proven clone') as string,
    });
  });

  it('owners tells who answers for a collection; an unknown one is named (1)', async () => {
    expect(await cli('owners', 'agents')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('gap') as string,
    });
    expect(await cli('owners', 'nothing')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('There is no object collection:nothing') as string,
    });
    const { stderr } = await cli('--json', 'owners', 'nothing');
    expect(JSON.parse(stderr)).toMatchObject({
      errors: [{ extensions: { code: 'ONE_ROOF_NOT_FOUND', subject: 'collection:nothing' } }],
    });
  });

  stateCases(commands);
  usageCases(commands);

  it('uninstall wants to be told twice', async () => {
    expect(await cli('uninstall')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('--yes') as string });
    expect(await cli('uninstall', '--yes')).toMatchObject({ exitCode: 0 });
    expect(await cli('uninstall', '--yes')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('nothing to remove') as string,
    });
  });
});

describe('plan apply --clone-only, at the command line', () => {
  it('30 anchors, gap 0 on a clone; a second time is refused', async () => {
    const stack = await DirectusStack.prepare('one_roof_reference');
    await stack.db.untilNobodyIsConnected();
    expect(await stack.cli('environment', 'declare', '--clone', '--reason', 'a rehearsal')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('is a proven clone') as string,
    });
    expect(await stack.cli('plan', 'apply', '--clone-only', '--reason', 'try it')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/30 anchors\.\nCoverage 100 %/) as string,
    });
    expect(await stack.cli('plan', 'apply', '--clone-only', '--reason', 'again')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('Owner rows are already there') as string,
    });
    expect(await stack.cli('owners', 'agents')).toMatchObject({
      stdout: expect.stringMatching(/audit +owned_inherited +GOV-DOT +Tool Governance +group:GRP-AI/) as string,
    });
    await stack.stop();
  });
});
