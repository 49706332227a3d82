import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectFile, runProgram, runSeal, sealedFolder, temporaryFolder } from '../../harness/sealed-folders.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

async function damaged(): Promise<string> {
  const folder = await sealedFolder({ 'a.txt': 'one — two\n', 'b,c: d.txt': 'x' });
  writeFileSync(join(folder, 'a.txt'), 'one - two\n');
  writeFileSync(join(folder, 'b,c: d.txt'), 'y');
  return folder;
}

describe('in CI', () => {
  const Action = z.object({
    runs: z.object({
      using: z.literal('composite'),
      steps: z.array(z.object({ run: z.string().optional(), env: z.record(z.string(), z.string()).optional() })),
    }),
  });

  it('the action fails where bytes differ, and where nothing was named', async () => {
    const { steps } = Action.parse(parse(projectFile('action.yml'))).runs;
    const script = steps.find(({ run }) => run !== undefined)?.run ?? '';
    // Inputs are never written into the script: somebody could choose them.
    expect(script).not.toContain('${{');
    const run = (path: string, more: Record<string, string> = {}) =>
      runProgram('bash', ['-c', script], {
        env: {
          ...process.env,
          SEAL_PROGRAM: join(PROJECT, 'src/cli/one-roof-seal.ts'),
          SEAL_TREE: '',
          SEAL_AGAINST: '',
          SEAL_SARIF: '',
          SEAL_PATH: path,
          ...more,
          PATH: `${join(process.execPath, '..')}:${process.env['PATH']}`,
        },
      });
    const [good, bad] = [await sealedFolder({ 'a b': '1' }), await damaged()];
    const sarif = join(temporaryFolder(), 'seal.sarif');
    expect(run(good)).toMatchObject({ status: 0 });
    expect(run(`${good}\n${bad}\n`, { SEAL_SARIF: sarif })).toMatchObject({
      status: 1,
      output: expect.stringContaining('::error file=') as string,
    });
    expect(JSON.parse(readFileSync(sarif, 'utf8'))).toMatchObject({ version: '2.1.0' });
    expect(run('')).toMatchObject({ status: 2 });
    expect(run('$(touch /tmp/x)')).toMatchObject({ status: 2 });
    expect(run(good, { SEAL_TREE: '0'.repeat(64) })).toMatchObject({ status: 1 });
  }, 60_000);

  it('the trial runs by hand or on a branch that is thrown away, and may write nothing', () => {
    const workflow = z
      .object({ on: z.record(z.string(), z.unknown()), permissions: z.record(z.string(), z.string()) })
      .parse(parse(projectFile('.github/workflows/seal-trial.yml')));
    expect(Object.keys(workflow.on).sort()).toEqual(['push', 'workflow_dispatch']);
    expect(workflow.on['push']).toEqual({ branches: ['seal-trial/**'] });
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(projectFile('.github/workflows/seal-trial.yml')).not.toContain('secrets.');
  });

  it('the hook runs what pre-commit is told to run', async () => {
    const [hook] = z
      .array(z.object({ entry: z.string(), language: z.literal('script') }))
      .parse(parse(projectFile('.pre-commit-hooks.yaml')));
    const program = join(PROJECT, hook?.entry ?? '');
    const env = { ...process.env, PATH: `${join(process.execPath, '..')}:${process.env['PATH']}` };
    expect(runProgram(program, [await sealedFolder({ a: '1' })], { env }).status).toBe(0);
    expect(runProgram(program, [await damaged()], { env }).status).toBe(1);
    expect(runProgram(program, [], { env }).status).toBe(2);
  });

  it('git keeps what is sealed if it is told to', async () => {
    const folder = await sealedFolder({ 'a.txt': 'one\r\n' });
    const clone = join(temporaryFolder(), 'copy');
    mkdirSync(clone);
    cpSync(folder, clone, { recursive: true });
    chmodSync(join(clone, 'a.txt'), 0o755);
    // Who may execute a file is not sealed; its bytes are.
    expect(runSeal(['verify', clone]).status).toBe(0);
  });
});
