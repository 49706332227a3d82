import { z } from 'zod';
import type { Data } from '../../contract/routes.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRow, parseRows } from '../../database/parse-rows.ts';
import type { Checkpoint } from './checkpoint.ts';
import { ledgerState } from './ledger-rows.ts';

/** Rows that one statement looks at: well below the time that a statement of the read channel may take. */
const PAGE = 5000;

/** The most findings of a kind that are told; what comes after the first is seldom news. */
const MOST = 100;

const ChainFinding = z.object({
  seq: z.coerce.number().nullable(),
  id: z.coerce.number().nullable(),
  problem: z.string(),
  expected: z.string(),
  found: z.string(),
});
const RowFinding = z.object({
  relation: z.string(),
  row_key: z.string(),
  ledger_id: z.coerce.number().nullable(),
  problem: z.enum(['unrecorded', 'differs', 'vanished']),
});

const Uncompared = z.object({
  relation: z.string(),
  ledger_id: z.coerce.number(),
  erased_at: z.iso.datetime(),
  rows: z.coerce.number().int(),
});

/** Result of verifying the ledger. */
export interface VerifiedLedger {
  verdict: 'intact' | 'broken';
  state: Data<'ledgerState'>;
  /** Rows of the ledger that are not as they were written, or not where they belong; the first bad row first. */
  chain: z.infer<typeof ChainFinding>[];
  /** Rows of other tables that are not as the ledger says they were left. */
  rows: z.infer<typeof RowFinding>[];
  /** How many rows of other tables could not be compared, and why: what that row of the ledger said of them was erased. */
  uncompared: z.infer<typeof Uncompared>[];
  /** How many checkpoints from outside the database were compared. */
  checkpoints: number;
}

/**
 * Recomputes the whole ledger in one snapshot: every row against its digests, every link, the checkpoints in the database and
 * those from outside, and the rows of the tables that assert something against what the ledger says of them.
 */
export async function verifyLedger(
  session: ReadSession,
  checkpoints: readonly Checkpoint[] = [],
): Promise<VerifiedLedger> {
  const state = await ledgerState(session);
  const chain = [...(await brokenLinks(session)), ...(await contradictedCheckpoints(session, checkpoints))];
  const open = parseRows(
    ChainFinding,
    await session.query('select * from ledger_chain_finding(null, $1) limit $2', [PAGE, MOST]),
  );
  const rows = parseRows(RowFinding, await session.query('select * from ledger_row_finding() limit $1', [MOST]));
  const uncompared = parseRows(
    Uncompared,
    await session.query(
      `select relation, ledger_id, max(erased_at) as erased_at, count(*) as rows
       from v_uncompared_row group by relation, ledger_id order by ledger_id`,
    ),
  );
  const findings = [...chain.sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0)), ...open];
  const verdict = findings.length === 0 && rows.length === 0 ? 'intact' : 'broken';
  return { verdict, state, chain: findings, rows, uncompared, checkpoints: checkpoints.length };
}

async function brokenLinks(session: ReadSession): Promise<z.infer<typeof ChainFinding>[]> {
  const found: z.infer<typeof ChainFinding>[] = [];
  for (let after: number | null = 0; after !== null && found.length < MOST;) {
    const page = await session.query('select * from ledger_chain_finding($1, $2) limit $3', [after, PAGE, MOST]);
    found.push(...parseRows(ChainFinding, page));
    after = await lastOfPage(session, after);
  }
  return found;
}

async function lastOfPage(session: ReadSession, after: number): Promise<number | null> {
  const outcome = await session.query(
    'select max(seq) as last from (select seq from governance_ledger where seq > $1 order by seq limit $2) page',
    [after, PAGE],
  );
  return parseRow(z.object({ last: z.coerce.number().nullable() }), outcome).last;
}

/** Checkpoints whose row is gone, or has another hash: those in the database that stand beyond its head, and all from outside. */
async function contradictedCheckpoints(
  session: ReadSession,
  checkpoints: readonly Checkpoint[],
): Promise<z.infer<typeof ChainFinding>[]> {
  const outcome = await session.query(
    `select case when l.seq is null then coalesce(head.seq, 0) + 1 else c.seq end as seq, l.id,
       case when l.seq is null then 'cut off' else 'rewritten' end as problem,
       'seq ' || c.seq || ' with hash ' || c.hash || ', as a checkpoint noted' as expected,
       case when l.seq is null then 'no row: the ledger ends at seq ' || coalesce(head.seq, 0) else encode(l.hash, 'hex') end as found
     from (
       select seq, encode(hash, 'hex') as hash from governance_ledger_checkpoint
       union
       select seq, hash from jsonb_to_recordset($1::jsonb) as outside (seq bigint, hash text)
     ) c
     left join governance_ledger l on l.seq = c.seq
     left join (select max(seq) as seq from governance_ledger) head on true
     where l.seq is null or encode(l.hash, 'hex') <> c.hash
     order by c.seq limit $2`,
    [JSON.stringify(checkpoints), MOST],
  );
  return parseRows(ChainFinding, outcome);
}
