import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { runSelftest } from '../../../src/cli/seal/selftest.ts';
import { VERIFIER } from '../../../src/seal/verifier-text.ts';
import {
  packetOf,
  projectFile,
  runProgram,
  runSeal,
  sealedFolder,
  temporaryFolder,
  writeFolder,
} from '../../harness/sealed-folders.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

async function damaged(): Promise<string> {
  const folder = await sealedFolder({ 'a.txt': 'one — two\n', 'b,c: d.txt': 'x' });
  writeFileSync(join(folder, 'a.txt'), 'one - two\n');
  writeFileSync(join(folder, 'b,c: d.txt'), 'y');
  return folder;
}

describe('one-roof-seal', () => {
  it('create seals once; a seal that differs is not replaced unless that is asked for', () => {
    const folder = writeFolder({ 'a.txt': 'one' });
    expect(runSeal(['create', folder])).toMatchObject({
      status: 0,
      output: expect.stringContaining('SEALED') as string,
    });
    expect(runSeal(['create', folder])).toMatchObject({
      status: 0,
      output: expect.stringContaining('EQUAL') as string,
    });
    writeFileSync(join(folder, 'a.txt'), 'two');
    expect(runSeal(['create', folder])).toMatchObject({
      status: 1,
      output: expect.stringContaining('nothing was written') as string,
    });
    expect(runSeal(['verify', folder]).status).toBe(1);
    expect(runSeal(['create', folder, '--renew']).status).toBe(0);
    expect(runSeal(['verify', folder]).status).toBe(0);
  }, 60_000);

  it('create makes packets with what one says of them, in a place that is free', () => {
    const folder = writeFolder({ 'a.txt': 'one' });
    const packet = join(temporaryFolder(), 'packet');
    expect(
      runSeal(['create', folder, '--packet', packet, '--info', 'External-Identifier: APR-1', '--date', '2026-06-12'])
        .status,
    ).toBe(0);
    expect(readFileSync(join(packet, 'bag-info.txt'), 'utf8')).toMatch(
      /^External-Identifier: APR-1\nBag-Software-Agent: one-roof-seal .+\nBagging-Date: 2026-06-12\nPayload-Oxum: 3\.1\nOne-Roof-Packet: 1\n$/,
    );
    expect(readFileSync(join(packet, 'verify.mjs'), 'utf8')).toBe(VERIFIER);
    expect(runSeal(['create', folder, '--packet', packet])).toMatchObject({
      status: 2,
      output: expect.stringContaining('is there already') as string,
    });
    expect(runSeal(['create', folder, '--packet', join(packet, 'x'), '--info', 'Payload-Oxum: 1.1']).status).toBe(2);
  }, 60_000);

  it('verify takes several; the worst of them counts', async () => {
    const [good, bad] = [await sealedFolder({ a: '1' }), await damaged()];
    expect(runSeal(['verify', good, good]).status).toBe(0);
    expect(runSeal(['verify', good, bad]).status).toBe(1);
    expect(runSeal(['verify', bad, temporaryFolder(), good]).status).toBe(2);
  }, 60_000);

  it('diff compares folders, sealed or not', async () => {
    const [one, other] = [await sealedFolder({ a: '1' }), writeFolder({ a: '1' })];
    expect(runSeal(['diff', one, one]).status).toBe(0);
    expect(runSeal(['diff', one, other])).toMatchObject({
      status: 1,
      output: expect.stringContaining('missing_file  manifest-sha256.txt') as string,
    });
    expect(runSeal(['diff', one, '/nowhere']).status).toBe(2);
    expect(runSeal(['diff', temporaryFolder(), temporaryFolder()]).status).toBe(2);
  }, 60_000);

  it.each([
    [[]],
    [['nonsense']],
    [['verify']],
    [['verify', '/nowhere']],
    [['verify', '.', '--nonsense']],
    [['verify', '.', '--tree', 'abc']],
    [['verify', '.', '--unlisted', 'maybe']],
    [['create']],
    [['attest', '.']],
    [['constructor']],
  ])('%j is usage: exit code 2, and no word of success', (args) => {
    const { status, output } = runSeal(args, { cwd: temporaryFolder() });
    expect(status).toBe(2);
    expect(output).not.toMatch(/PASS|EQUAL/);
  });

  it('prints reports as JSON, SARIF and annotations', async () => {
    const folder = await damaged();
    const json: unknown = JSON.parse(runSeal(['verify', '--json', folder]).output);
    expect(json).toMatchObject({
      verdict: 'different',
      kind: 'seal',
      differences_found: 2,
      differences: [
        { class: 'emdash_unicode_drift', path: 'a.txt', proven: true, place: { byte: 4, line: 1, column: 5 } },
        { class: 'same_length_change' },
      ],
    });
    const sarif: unknown = JSON.parse(runSeal(['verify', '--sarif', '.'], { cwd: folder }).output);
    const location = (uri: string) => [{ physicalLocation: { artifactLocation: { uri } } }];
    expect(sarif).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          results: [
            { ruleId: 'emdash_unicode_drift', locations: location('a.txt') },
            { ruleId: 'same_length_change', locations: location('b%2Cc%3A%20d.txt') },
          ],
        },
      ],
    });
    const annotations = runSeal(['verify', '--github', '.'], { cwd: folder }).output;
    expect(annotations).toContain('::error file=a.txt,line=1,col=5,title=emdash_unicode_drift::');
    expect(annotations).toContain('::error file=b%2Cc%3A d.txt,title=same_length_change::');
  }, 60_000);

  it('SARIF has what its schema requires', async () => {
    const Text = z.object({ text: z.string() });
    const Region = z.object({ startLine: z.number().int().min(1), startColumn: z.number().int().min(1).optional() });
    const Location = z.object({
      physicalLocation: z.object({
        artifactLocation: z.object({ uri: z.string().regex(/^[!-~]+$/) }),
        region: Region.optional(),
      }),
    });
    const Result = z.object({
      ruleId: z.string(),
      level: z.literal('error'),
      message: Text,
      locations: z.array(Location),
    });
    const Driver = z.object({
      name: z.string(),
      version: z.string(),
      rules: z.array(z.object({ id: z.string(), shortDescription: Text })),
    });
    const Log = z.object({
      $schema: z.url(),
      version: z.literal('2.1.0'),
      runs: z.array(z.object({ tool: z.object({ driver: Driver }), results: z.array(Result) })),
    });
    const { runs } = Log.parse(JSON.parse(runSeal(['verify', '--sarif', await damaged()]).output));
    const rules = new Set(runs[0]?.tool.driver.rules.map(({ id }) => id));
    expect(runs[0]?.results.every(({ ruleId }) => rules.has(ruleId))).toBe(true);
  });

  it('selftest: every case is as expected', async () => {
    const cases = await runSelftest(temporaryFolder());
    expect(cases.filter(({ expected, found }) => expected !== found)).toEqual([]);
    expect(cases.length).toBeGreaterThan(40);
  });
});

describe('the one-file verifier', () => {
  it('--rerun copies the packet, runs its gates and says what came of them', async () => {
    const gates = [
      {
        name: 'adds up',
        level: 'governance',
        command: ['node', '-e', 'process.exit(require("fs").readFileSync("a.txt", "utf8") === "210" ? 0 : 1)'],
        expected: 0,
      },
      { name: 'refuses', level: 'fail-closed', command: ['node', '-e', 'process.exit(5)'], expected: 5 },
    ];
    const packet = await packetOf({ 'a.txt': '210', 'gates.json': JSON.stringify({ gates }) }, VERIFIER);
    const into = temporaryFolder();
    const { status, output } = runProgram(process.execPath, [join(packet, 'verify.mjs'), '--rerun', '--into', into]);
    expect(output).toMatch(/OVERALL PASS\nPACKET_TREE MATCH\n$/);
    expect(status).toBe(0);
    expect(JSON.parse(readFileSync(join(into, 'exit-codes.json'), 'utf8'))).toMatchObject({
      overall: true,
      levels: { files: true, reconstruction: true, 'fail-closed': true, governance: true },
      gates: expect.arrayContaining([
        expect.objectContaining({ name: 'refuses', expected: 5, actual: 5, ok: true }),
      ]) as unknown,
    });
    // The folder is not empty any more.
    expect(runProgram(process.execPath, [join(packet, 'verify.mjs'), '--rerun', '--into', into]).status).toBe(2);
  }, 60_000);

  it.each([
    [
      'a gate that ends otherwise',
      { gates: [{ name: 'x', level: 'governance', command: ['node', '-e', 'process.exit(1)'], expected: 0 }] },
      1,
    ],
    [
      'a gate that changes the copy',
      {
        gates: [
          {
            name: 'x',
            level: 'governance',
            command: ['node', '-e', 'require("fs").writeFileSync("a.txt", "x")'],
            expected: 0,
          },
        ],
      },
      1,
    ],
    ['no gates', { gates: [] }, 2],
    ['a gate of no level', { gates: [{ name: 'x', level: 'other', command: ['true'], expected: 0 }] }, 2],
  ])(
    '--rerun with %s: no word of success',
    async (_, gates, expected) => {
      const packet = await packetOf({ 'a.txt': '1', 'gates.json': JSON.stringify(gates) }, VERIFIER);
      const { status, output } = runProgram(process.execPath, [
        join(packet, 'verify.mjs'),
        '--rerun',
        '--into',
        temporaryFolder(),
      ]);
      expect(output).not.toMatch(/PASS/);
      expect(status).toBe(expected);
    },
    60_000,
  );
});

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
