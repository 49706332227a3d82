import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { databaseSettings } from '../hosts/directus.ts';
import { runOneRoof } from '../hosts/one-roof-cli.ts';
import { step } from '../script/setup/step.mjs';
import { directusUrl, runSql } from '../tests/harness/test-server.ts';
import type { TestServer } from '../tests/harness/test-server.ts';
import { measure } from './measure.ts';
import { report } from './report.ts';

/** Collections of the large project. */
const COLLECTIONS = 10_000;

/** Groups they are in. */
const GROUPS = 50;

/** The most that the gate may take, in ms: it is asked by people, by flows and before each tier of a rollout. */
const GATE_BAR = 50;

/** A clone: only there can owners be written in this version. */
const DATABASE = 'directus_gov_test_large';

/** The definition of a gap without any set-based help: for each required cell, climb and look. */
const NAIVE_GAPS = `
  select count(*)
  from one_roof.v_governance_object_inventory i
  cross join one_roof.governance_responsibility_scope s
  where s.status = 'active' and i.object_ref = any ($1) and not exists (
    select from one_roof.object_owner_claim(array[i.object_type], array[i.object_ref]) c where c.scope = s.code and c.verdict = 'wins')`;

/** The peer takes too long to ask it of everything: it is asked of this many collections, and multiplied. */
const NAIVE_SAMPLE = 20;

/** 10,000 collections in 50 groups, 60,000 cells, 5 of 6 scopes owned: what must not become slow. */
export async function benchLargeProject(server: TestServer, extension: string): Promise<void> {
  const url = directusUrl(server, DATABASE);
  await runSql(directusUrl(server, 'postgres'), `create database ${DATABASE} template directus_bare`);
  await step(`Creating ${COLLECTIONS} collections`, () => createCollections(url));
  const environment = { PATH: process.env['PATH'], ...databaseSettings(url) };
  const cli = async (...args: string[]): Promise<void> => {
    const { exitCode, stderr, stdout } = await runOneRoof(extension, environment, ['--json', ...args]);
    if (exitCode !== 0 && exitCode !== 10) throw new Error(`one-roof ${args.join(' ')}: ${stderr || stdout}`);
  };
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-bench-'));
  const client = new pg.Client(url);
  try {
    const plan = join(folder, 'plan.yaml');
    writeFileSync(plan, planOfGroups());
    await step('Registering and applying the plan', async () => {
      await cli('migrate');
      await cli('environment', 'declare', '--clone', '--reason', 'benchmark');
      await cli('plan', 'register', plan, '--reason', 'benchmark');
      await cli('plan', 'apply', '--clone-only', '--reason', 'benchmark');
    });
    await client.connect();
    await step('Measuring', () => benchQueries(client, cli));
  } finally {
    await client.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchQueries(client: pg.Client, cli: (...args: string[]) => Promise<void>): Promise<void> {
  const ask = (text: string) => async (): Promise<void> => {
    await client.query(text);
  };
  const naive = async (): Promise<number> => {
    const started = performance.now();
    await client.query(NAIVE_GAPS, [Array.from({ length: NAIVE_SAMPLE }, (_, number) => nameOf(number))]);
    return ((performance.now() - started) * COLLECTIONS) / NAIVE_SAMPLE;
  };
  const figures = await measure(
    {
      [`gaps, cell by cell (from ${NAIVE_SAMPLE} collections)`]: naive,
      v_coverage_summary: ask('select * from one_roof.v_coverage_summary'),
      'gate_conditions()': ask('select * from one_roof.gate_conditions()'),
      'source_fingerprint()': ask('select one_roof.source_fingerprint()'),
      'one-roof scan': () => cli('scan'),
    },
    { rounds: 5 },
  );
  report(`${COLLECTIONS} collections, ${COLLECTIONS * 6} cells`, figures, { 'gate_conditions()': GATE_BAR });
}

const nameOf = (number: number) => `bench_${number % GROUPS}_${number}`;

async function createCollections(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    // In parts: a transaction holds a lock on every table that it creates.
    for (let from = 0; from < COLLECTIONS; from += 500) {
      const names = Array.from({ length: 500 }, (_, index) => nameOf(from + index));
      await client.query(names.map((name) => `create table ${name} (id integer primary key);`).join('\n'));
      await client.query(`insert into directus_collections (collection) select unnest($1::text[])`, [names]);
    }
  } finally {
    await client.end();
  }
}

function planOfGroups(): string {
  const scopes = ['approval', 'audit', 'execution', 'health', 'policy', 'render'];
  const groups = Array.from({ length: GROUPS }, (_, index) => {
    const owners = scopes.slice(1).map((scope) => `${scope}: GOV-BENCH`);
    return `  GRP-${index}: { name: Group ${index}, collections: ['bench_${index}_*'], owners: { ${owners.join(', ')} } }`;
  });
  return [
    'one_roof: 1',
    'scopes:',
    ...scopes.map((scope) => `  ${scope}: ${scope}`),
    'owners:',
    '  GOV-BENCH: { name: Benchmark }',
    'groups:',
    ...groups,
    '',
  ].join('\n');
}
