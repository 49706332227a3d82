import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { DirectusStack } from '../../harness/directus/directus-stack.ts';

// The program on each major of Directus: one case of each exit code, and the program inside Directus's own. All that it says is
// tested in cli.test.ts, on Directus 11.

const { objects, cells } = inject('reference');
const folder = mkdtempSync(join(tmpdir(), 'one-roof-cli-'));
let stack: DirectusStack;
beforeAll(async () => {
  stack = await DirectusStack.prepare('one_roof_reference', { declared: 'production' });
});
afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true });
});

it.each([
  [0, ['scan'], `${cells} gaps`],
  [0, ['plan', 'init', join(folder, 'plan.yaml')], 'Wrote '],
  [0, ['doctor'], 'as they should be.'],
  [1, ['owners', 'no_such_collection'], 'no_such_collection'],
  [2, ['scan', '--no-such-option'], '--no-such-option'],
  [3, ['uninstall'], '--yes'],
  [10, ['gate', '--quiet'], 'BLOCKED'],
])('ends with %d: one-roof %j', async (exitCode, args, said) => {
  const { stdout, stderr, ...ended } = await stack.cli(...args);
  expect({ ...ended, said: stdout + stderr }).toEqual({ exitCode, said: expect.stringContaining(said) as string });
});

it('directus one-roof … has the lists that Directus was given', async () => {
  const given = {
    DB_SEARCH_PATH: 'public,elsewhere',
    ONE_ROOF_READ_DATABASES: `elsewhere,${stack.db.name}`,
    DB_EXCLUDE_TABLES: 'tasks,agents',
    ONE_ROOF_CLONE_PATTERN: '^c{1,3}$',
  };
  await stack.db.sql('create schema elsewhere'); // Directus wants every schema of its search path to be there
  const other = await DirectusStack.on(stack.db, given);
  try {
    expect(await other.directus.command('one-roof', 'plan', 'init')).toContain(`objects: ${objects - 2}`);
    await expect(
      other.directus.command('one-roof', 'environment', 'declare', '--clone', '--reason', 'r'),
    ).rejects.toThrow('already declared');
  } finally {
    await other.directus.stop();
  }
});

it('directus one-roof … is the same program with the same exit codes, and ends by itself', async () => {
  expect(await stack.directus.command('one-roof', 'scan')).toContain(`${cells} gaps`);
  await expect(stack.directus.command('one-roof', 'gate', '--quiet')).rejects.toThrow(/failed \(exit 10\)[^]*BLOCKED/);
});
