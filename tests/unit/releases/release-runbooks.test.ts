import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import forbiddenToken from '../../../src/governance/release/packet/lint/rules/40-forbidden-token.ts';
import { changesOf } from '../../../src/governance/release/packet/release-changes.ts';
import { ownerRunbook } from '../../../src/governance/release/packet/runbooks/owner-runbook.ts';
import { packetTexts } from '../../../src/governance/release/packet/runbooks/packet-texts.ts';
import type { PacketFacts } from '../../../src/governance/release/packet/runbooks/packet-facts.ts';
import { COUNTS, figures, packet } from './lint/packet.ts';

const FACTS: PacketFacts = {
  release: 'REL-1',
  kind: 'foundation',
  title: 'Owners for everything `rm -rf` | and\nmore',
  counts: COUNTS,
  changes: changesOf(
    Array.from({ length: 30 }, (_, n) => ({
      object: `collection:c${n + 10}`,
      scope: 'audit',
      was: 'gap',
      will: 'owned_direct GOV-DOT',
    })),
    [{ code: 'GOV-DOT', name: 'Documentation team' }],
  ),
  tiers: [
    {
      tier: 3,
      title: 'ownership seed',
      file: 'release/30_ownership_seed.sql',
      sha256: '0'.repeat(64),
      gate: 'gap 210',
      expected: figures([0, 30], [210, 0], [0, 240]),
      relations: [],
      stop_condition: 'own is not 30',
      rollback: 'release/rollback/30_ownership_seed.sql',
    },
  ],
  files: ['README.md', 'plan.yaml', 'release/30_ownership_seed.sql'],
  rollbackCommand: 'one-roof release rollback REL-1',
  created: '2026-11-21',
};

const TEXTS = packetTexts(FACTS) as Record<'OWNER.md' | 'ENGINEER.md' | 'README.md' | 'execute.sh', string>;

describe('the texts of a packet', () => {
  it('claim nothing that only people may grant', () => {
    const input = packet(TEXTS);
    const judged = forbiddenToken({ ...input, sql: new Map(), tiers: { kind: 'foundation', tiers: [] } });
    expect(judged).toEqual([]);
  });

  it.each(Object.entries(TEXTS))('%s names the release and how to undo it, and nothing is undefined', (_name, text) => {
    expect(text).toContain('REL-1');
    expect(text).toContain(FACTS.rollbackCommand);
    expect(text).not.toMatch(/undefined|\[object|NaN/);
    expect(text.endsWith('\n')).toBe(true);
    expect(text).not.toContain('`rm -rf`');
    expect(text).not.toMatch(/\n{3}/);
  });

  it('the owner reads one page without jargon: numbers, what happens, what does not, the words to compare', () => {
    const text = TEXTS['OWNER.md'];
    expect(text.split('\n').length).toBeLessThan(70);
    expect(text).toContain('30 × gap → owned\\_direct GOV-DOT (Documentation team)');
    expect(text).toContain('collection:c10 · audit: gap → owned\\_direct GOV-DOT (Documentation team)');
    expect(text).toContain('and 10 more: changes.tsv in the packet has all of them');
    for (const said of [
      '210',
      '35 collections',
      '30 records',
      'What will not happen',
      'Nobody gets a mail',
      'one-roof gate --release REL-1 --quiet',
      'Six words',
    ])
      expect(text).toContain(said);
    expect(text).not.toMatch(/SQL|ospa|tier|fingerprint|transaction|savepoint|commit/i);
    expect(String(ownerRunbook(FACTS, 'one two three four five six'))).toContain('**one two three four five six**');
  });

  it('the engineer reads the commands, in order, each with its signs', () => {
    const text = TEXTS['ENGINEER.md'];
    const commands = [
      'one-roof-seal verify',
      'request verify',
      'one-roof gate',
      'release permit',
      'release apply',
      'release verify',
      'release rollback',
    ];
    expect(commands.map((command) => text.indexOf(command))).toEqual(
      commands.map((command) => text.indexOf(command)).sort((a, b) => a - b),
    );
    expect(text.match(/- Pass: /g)).toHaveLength(8);
    expect(text.match(/- Fail: /g)).toHaveLength(8);
    for (const said of [
      '210 → 0',
      '0 → 30',
      '0 → 240',
      'ALL TIERS PASSED',
      'exit 10',
      'exit 3',
      '`release/rollback/30_ownership_seed.sql`',
    ])
      expect(text).toContain(said);
  });

  it('the README says the status, the one blocker, and how many files are to be OK', () => {
    expect(TEXTS['README.md']).toContain('built on 2026-11-21; nothing of it has run');
    expect(TEXTS['README.md']).toContain('single blocker');
    expect(TEXTS['README.md']).toContain('OK 3 times');
  });
});

describe('execute.sh', () => {
  const folders: string[] = [];
  afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

  /** Runs it with a program `one-roof` that answers what it is told to, and notes what it is asked. */
  function execute(answers: { gate?: string; show?: number; apply?: number; verify?: number }, ...args: string[]) {
    const folder = mkdtempSync(join(tmpdir(), 'one-roof-execute '));
    folders.push(folder);
    mkdirSync(join(folder, 'pa cket', 'data'), { recursive: true });
    const { gate = 'READY 0', show = 0, apply = 0, verify = 0 } = answers;
    const [verdict = '', code = ''] = gate.split(' ');
    writeFileSync(
      join(folder, 'one-roof'),
      `#!/bin/sh
printf '%s\\n' "$*" >> '${folder}/asked'
case "$*" in
  'gate --release REL-1 --quiet') echo '${verdict}'; exit ${code} ;;
  'gate --release REL-1') echo 'ospa<1;'; exit ${code} ;;
  'request show '*) exit ${show} ;;
  'release apply '*) exit ${apply} ;;
  'release verify '*) exit ${verify} ;;
esac
`,
    );
    chmodSync(join(folder, 'one-roof'), 0o755);
    const script = join(folder, 'pa cket', 'data', 'execute.sh');
    writeFileSync(script, TEXTS['execute.sh']);
    const { status, stdout, stderr } = spawnSync('sh', [script, ...args], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` },
    });
    const asked = readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n');
    return { status, stdout, stderr, asked: asked.map((one) => one.replace(folder, '')) };
  }

  it('while the gate is not READY prints what blocks it, asks for nothing else, and exits with 10', () => {
    for (const gate of ['BLOCKED 10', 'APPLIED 11']) {
      const { status, stdout, stderr, asked } = execute({ gate }, 'APR-1');
      expect({ status, asked }).toEqual({
        status: 10,
        asked: ['gate --release REL-1 --quiet', 'gate --release REL-1'],
      });
      expect(stdout).toContain('ospa<1;');
      expect(stderr).toContain('Nothing was changed');
    }
    expect(execute({ gate: 'x 1' }, 'APR-1')).toMatchObject({ status: 1, asked: ['gate --release REL-1 --quiet'] });
    expect(execute({ gate: 'OPEN 0' }, 'APR-1')).toMatchObject({ status: 1, asked: ['gate --release REL-1 --quiet'] });
  });

  it('without a code, with one that is none, or with one that nobody knows, exits with 3 and makes none up', () => {
    for (const args of [[], [''], ['-x'], ['a b'], [`';id`]])
      expect(execute({}, ...args)).toMatchObject({ status: 3, asked: ['gate --release REL-1 --quiet'] });
    expect(execute({ show: 1 }, 'APR-1')).toMatchObject({
      status: 3,
      asked: ['gate --release REL-1 --quiet', 'request show APR-1'],
    });
  });

  it('rolls out, reads back, reports, and exits with 0', () => {
    const { status, stdout, asked } = execute({}, 'APR-1');
    expect(status).toBe(0);
    expect(asked).toEqual([
      'gate --release REL-1 --quiet',
      'request show APR-1',
      'release apply /pa cket --request APR-1',
      'release verify REL-1',
      'release status REL-1',
    ]);
    expect(stdout).toContain('Done: REL-1. To undo: one-roof release rollback REL-1');
  });

  it('says which way it failed', () => {
    expect(execute({ apply: 3 }, 'APR-1')).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('as it was') as string,
    });
    expect(execute({ apply: 137 }, 'APR-1')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('exit 137') as string,
    });
    const unread = execute({ verify: 3 }, 'APR-1');
    expect(unread).toMatchObject({ status: 1, stderr: expect.stringContaining('release rollback REL-1') as string });
    expect(unread.stdout).not.toContain('Done');
  });
});
