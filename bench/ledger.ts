import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { databaseSettings } from '../hosts/directus.ts';
import { runOneRoof } from '../hosts/one-roof-cli.ts';
import { startPostgres } from '../hosts/postgres.ts';
import { step } from '../script/setup/step.mjs';

const WRITERS = 32;
const SECONDS = 3;
const ROUNDS = 5;

/**
 * Rows like those of the ledger: without a chain, and with one as it is usually built (a lock, then the hash of the
 * last row).
 */
const PEERS = `
  create table plain (
    id bigint generated always as identity primary key, at timestamptz default clock_timestamp(),
    actor text, reason text, action text, object text, digest text);
  create table locked (
    seq bigint primary key, at timestamptz default clock_timestamp(),
    actor text, reason text, action text, object text, digest text, prev_hash bytea unique, hash bytea);
  create function chain_under_lock() returns trigger language plpgsql as $$
  declare last record;
  begin
    perform pg_advisory_xact_lock(1);
    select seq, hash into last from locked order by seq desc limit 1;
    new.seq := coalesce(last.seq, 0) + 1;
    new.prev_hash := coalesce(last.hash, decode(repeat('00', 32), 'hex'));
    new.hash := sha256(new.prev_hash || convert_to(jsonb_build_array(new.seq, new.actor, new.reason, new.action, new.object)::text, 'UTF8'));
    return new;
  end $$;
  create trigger chain before insert on locked for each row execute function chain_under_lock()`;

const insertInto = (table: string) =>
  `insert into ${table} (actor, reason, action, object, digest) values ('operator:bench', 'a benchmark', 'bench', 'o', repeat('d', 64))`;

/** One append of each kind: what a transaction of its own does. */
const SUBJECTS = {
  'a plain table, no chain': insertInto('plain'),
  'a chain under a lock, BEFORE INSERT': insertInto('locked'),
  'the ledger, an act': `select one_roof.record_act('bench', 'o')`,
};

/**
 * Appends per second by many writers at once, each in a transaction of its own that is flushed to the disk (fsync on: a server
 * of its own, because the one of the tests is in memory).
 */
export async function benchLedger(extension: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-bench-'));
  const postgres = await step('Starting PostgreSQL 15 with fsync on', () =>
    startPostgres({ major: 15, dataFolder: folder }),
  );
  const clients = Array.from({ length: WRITERS }, () => new pg.Client(postgres.url('postgres')));
  try {
    await Promise.all(clients.map((client) => client.connect()));
    const [client] = clients;
    if (client === undefined) throw new Error('There are no writers.');
    await install(client, extension, postgres.url('postgres'));
    for (const each of clients)
      await each.query(`set one_roof.reason = 'a benchmark'; set one_roof.actor = 'operator:bench'`);

    const rates = new Map(Object.keys(SUBJECTS).map((name) => [name, [] as number[]]));
    await step(`Measuring ${ROUNDS} rounds of ${SECONDS} s each, ${WRITERS} writers`, async () => {
      for (let round = -1; round < ROUNDS; round++) {
        for (const [name, statement] of Object.entries(SUBJECTS)) {
          const rate = await appendsPerSecond(clients, statement, round < 0 ? 0.5 : SECONDS);
          if (round >= 0) rates.get(name)?.push(rate);
        }
      }
    });
    print(rates, await stateOfChain(client));
  } finally {
    await Promise.all(clients.map((client) => client.end()));
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Our schema asks for tables of Directus of that name, and reads nothing of them here. */
async function install(client: pg.Client, extension: string, url: string): Promise<void> {
  await client.query('create table directus_collections (collection text primary key)');
  const environment = { PATH: process.env['PATH'], ...databaseSettings(url) };
  const { exitCode, stderr } = await runOneRoof(extension, environment, ['--json', 'migrate']);
  if (exitCode !== 0) throw new Error(`one-roof migrate: ${stderr}`);
  await client.query(PEERS);
}

async function appendsPerSecond(clients: pg.Client[], statement: string, seconds: number): Promise<number> {
  const started = performance.now();
  const end = started + seconds * 1000;
  let appended = 0;
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < end) {
        await client.query({ name: statement.slice(0, 60), text: statement });
        appended++;
      }
    }),
  );
  return appended / ((performance.now() - started) / 1000);
}

/** Tells whether the chain is whole, without a fork or a hole. */
async function stateOfChain(client: pg.Client): Promise<string> {
  await client.query('begin');
  const { rows: sealed } = await client.query<{ open: string }>(`select one_roof.chain_ledger() as open`);
  await client.query('commit');
  const { rows } = await client.query<{ rows: string; links: string }>(`
    select count(*) as rows, count(*) filter (where seq = place and prev_hash = coalesce(previous, decode(repeat('00', 32), 'hex'))
      and hash = one_roof.ledger_hash(prev_hash, seq, digest)) as links
    from (select *, row_number() over w as place, lag(hash) over w as previous from one_roof.governance_ledger window w as (order by seq)) l`);
  const [{ rows: all, links } = { rows: '0', links: '' }] = rows;
  const verdict = all === links ? 'one unforked chain' : `BROKEN: only ${links} are linked`;
  return `${all} rows, ${verdict}; ${sealed[0]?.open ?? '?'} were open when the last writer stopped`;
}

function print(rates: Map<string, number[]>, chain: string): void {
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  const peer = median([...rates.values()][0] ?? []);
  process.stdout.write(`\nAppends per second, each flushed to the disk, ${WRITERS} writers at once (more is better)\n`);
  for (const [name, values] of rates) {
    const rate = median(values);
    const bar = name.startsWith('the ledger') ? `   bar 1000/s: ${rate >= 1000 ? 'met' : 'MISSED'}` : '';
    process.stdout.write(
      `  ${name.padEnd(36)} ${rate.toFixed(0).padStart(6)}/s  (${Math.min(...values).toFixed(0)} … ${Math.max(...values).toFixed(0)}, ${values.length} rounds)  ${(rate / peer).toFixed(2)}×${bar}\n`,
    );
  }
  process.stdout.write(`  the ledger after that: ${chain}\n`);
}
