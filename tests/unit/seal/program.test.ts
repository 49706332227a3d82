import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runSelftest } from '../../../src/cli/seal/selftest.ts';
import { VERIFIER } from '../../../src/seal/verifier-text.ts';
import {
  packetOf,
  runProgram,
  runSeal,
  sealedFolder,
  temporaryFolder,
  writeFolder,
} from '../../harness/sealed-folders.ts';

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
      output: expect.stringContaining('exists already') as string,
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
