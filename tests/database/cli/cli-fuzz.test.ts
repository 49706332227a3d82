import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { databaseSettings } from '../../../hosts/directus.ts';
import { ERRORS } from '../../../src/contract/errors.ts';
import { makeProgram, runProgram } from '../../../src/cli/program.ts';
import { builtRelease } from '../../harness/releases/built-release.ts';
import { Council, emailOf } from '../../harness/council.ts';
import { FuzzRuns } from '../../harness/hostile/fuzz-runs.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { seldom, wildText } from '../../harness/hostile/wild-values.ts';

// Every command of the program, as Commander has them: a new command is tried by itself. Whatever is said to it, it ends with one of its exit
// codes and a message of ours.

interface Leaf {
  path: string[];
  options: { flags: string; takes: boolean; needed: boolean; choices: readonly string[] }[];
  operands: number;
}

/** Options that would not end (`--watch`), or would leave nothing to try the others on (`--yes`). */
const LEFT_OUT = new Set(['--watch', '--yes']);

function leaves(command: Command, path: string[] = []): Leaf[] {
  const options = command.options.map(({ long, required, optional, variadic, mandatory, argChoices }) => ({
    flags: long ?? '',
    takes: required || optional || variadic,
    needed: mandatory,
    choices: argChoices ?? [],
  }));
  const own: Leaf = {
    path,
    options: options.filter(({ flags }) => !LEFT_OUT.has(flags)),
    operands: command.registeredArguments.length,
  };
  return [
    ...(command.commands.length > 0 && path.length === 0 ? [] : [own]),
    ...command.commands.flatMap((inner) => leaves(inner, [...path, inner.name()])),
  ];
}

const COMMANDS = leaves(makeProgram(false));
const EXIT_CODES = new Set([0, 10, 11, ...Object.values(ERRORS).map(({ exitCode }) => exitCode)]);

describe('every command of the program', () => {
  const runs = new FuzzRuns('the command line', COMMANDS.length, 8);
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-cli-fuzz-'));
  const printed: string[] = [];
  let db: TestDatabase;
  let known: string[];
  const home = process.cwd();
  beforeAll(async () => {
    process.chdir(folder); // what is written is written here
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('production');
    const council = await Council.seat(db);
    await council.request('APR-1');
    const packet = await builtRelease(db, 'REL-1');
    for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder, name), content);
    known = [
      ...[
        'agents',
        'group:GRP-AI',
        'GOV-DOT',
        'GRP-AI',
        'scope:audit',
        '~none',
        'APR-1',
        'REL-1',
        emailOf('clerk'),
        emailOf('president'),
      ],
      ...[
        '1',
        '20',
        '30m',
        '2h',
        'policy',
        'because',
        'coverage.scan_completed',
        '{}',
        'governance',
        'public',
        'release:REL-1',
        '0'.repeat(64),
      ],
      packet.folder,
      ...Object.keys(FILES).map((name) => join(folder, name)),
    ];
    const keep = (text: unknown) => {
      printed.push(String(text));
      return true;
    };
    vi.spyOn(process.stdout, 'write').mockImplementation(keep);
    vi.spyOn(process.stderr, 'write').mockImplementation(keep);
    for (const [name, value] of Object.entries({ ...databaseSettings(db.url), CONFIG_PATH: join(folder, 'no-file') }))
      vi.stubEnv(name, value);
  }, 60_000);
  afterAll(async () => {
    process.chdir(home);
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    runs.report();
    await db.drop();
    rmSync(folder, { recursive: true });
  });

  /** Words that a command takes: what exists, names of files that do or do not, and anything. None begins elsewhere on the disk. */
  const words = () =>
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...known) },
      { weight: 1, arbitrary: fc.nat().map((number) => join(folder, `new-${number}`)) },
      { weight: 2, arbitrary: wildText.map((text) => text.replaceAll(/[/\\.\0]/g, '').slice(0, 9000)) },
    );

  function lines({ path, options, operands }: Leaf): fc.Arbitrary<string[]> {
    const said = options.map(({ flags, takes, choices }) =>
      fc
        .tuple(choices.length > 0 ? fc.oneof(fc.constantFrom(...choices), words()) : words(), fc.boolean())
        .map(([value, joined]) => (!takes ? [flags] : joined ? [`${flags}=${value}`] : [flags, value])),
    );
    const some =
      said.length === 0 ? fc.constant([]) : fc.array(fc.oneof(...said), { maxLength: 5 }).map((given) => given.flat());
    const usual = fc
      .tuple(...said.map((one, at) => (options[at]?.needed === true ? one : seldom(one, 3))))
      .map((given) => given.flatMap((one) => one ?? []));
    const given = fc.oneof(
      { weight: 3, arbitrary: fc.array(words(), { minLength: operands, maxLength: operands }) },
      fc.array(words(), { maxLength: 3 }),
    );
    return fc
      .tuple(
        given,
        fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: some }),
        fc.boolean(),
        seldom(wildText, 20),
      )
      .map(([operand, option, json, odd]) => [
        ...(json ? ['--json'] : []),
        ...path,
        ...operand,
        ...option,
        ...(odd === null ? [] : [odd]),
      ])
      .map((args) =>
        args.filter(
          (arg) => ![...LEFT_OUT].some((name) => arg.startsWith(name) || (arg.length > 2 && name.startsWith(arg))),
        ),
      );
  }

  /** Runs it as the program would; what it printed and its exit code have to be ours. */
  async function survives(args: string[]): Promise<string> {
    printed.length = 0;
    process.exitCode = undefined;
    await runProgram(args);
    const code = exitCode();
    process.exitCode = undefined;
    const text = printed.join('');
    expect(EXIT_CODES.has(code), `exit code ${code}: ${text.slice(0, 300)}`).toBe(true);
    expect(text).not.toMatch(/INTERNAL_SERVER_ERROR|^ {4}at /m);
    return `exit code ${code}`;
  }

  it.each([
    ['release', 'build', 'no code', 'a-folder'],
    ['plan', 'init', ''],
    ['release', 'lint', ''],
    ['ledger', 'checkpoint', '--file', ''],
    ['release', 'verify', 'APR-1'],
  ])('says what is wrong with: %s %s "%s"', async (...args) => {
    expect(await survives(['--json', ...args])).not.toBe('exit code 0');
    expect(printed.join('')).toContain('ONE_ROOF_');
  });

  it.each(COMMANDS.map((leaf) => [leaf.path.join(' '), leaf] as const))(
    '%s',
    { timeout: runs.patience },
    async (_title, leaf) => {
      await runs.assert(lines(leaf), survives);
    },
  );
});

/** Files that commands are pointed at: some of a form that they know, some not. */
const FILES: Record<string, string | Buffer> = {
  'plan.yaml': 'version: 1\nscopes: {}\n',
  'broken.yaml': 'a: [b\n- c: {',
  'deep.json': '['.repeat(5000),
  'proto.json': '{"__proto__": {"a": 1}, "constructor": null}',
  'null.json': 'null',
  'list.json': '[1, "2", {"a": null}]',
  'bundle.json':
    '{"format": "one-roof-request-bundle/3", "requests": [{"revision_content": "{}", "revision_digest": "x"}]}',
  'bytes.bin': Buffer.from([0, 255, 254, 0, 192, 128]),
  'signature.sig': '-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n',
  signature: 'one-roof statement\n',
  empty: '',
};

/** Exit code that the program would end with. */
function exitCode(): number {
  const { exitCode: code } = process as { exitCode?: number | string | null | undefined };
  return Number(code ?? 0);
}
