import { z } from 'zod';
import type { Gate } from '../../contract/answers/gate.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRows } from '../../database/parse-rows.ts';
import type { Trust } from '../ratification/read-trust.ts';
import { evaluateGate } from './evaluate-gate.ts';
import { countVerified } from '../ratification/requests/verified-acts.ts';
import { Figures } from '../release/packet/release-figures.ts';
import releaseStatusSql from './release-status.sql';
import { ReleaseKind } from '../release/packet/tiers-document.ts';

const Time = z.iso.datetime().nullable();

const ReleaseRow = z.object({
  release: z.string(),
  kind: ReleaseKind,
  status: z.enum(['draft', 'rehearsed', 'ratified', 'applied', 'rolled_back']),
  packet_tree_sha256: z.string(),
  request: z.string().nullable(),
  request_status: z.string().nullable(),
  ratified: z.boolean(),
  may_be_asked_anew: z.boolean(),
  verified: z.boolean().nullable(),
  judged: z.boolean(),
  rehearsals: z.coerce.number(),
  /** Those whose evidence is not signed by a pinned key: they count for nothing. */
  unproven_rehearsals: z.coerce.number(),
  window: z.string().nullable(),
  window_expires_at: Time,
  /** Whom the run permit is for: `operator:NAME`. */
  permitted_to: z.string().nullable(),
  entry_fingerprint: z.string().nullable(),
  rehearsed_fingerprint: z.string().nullable(),
  exit_fingerprint: z.string().nullable(),
  applied_at: Time,
  rolled_back_at: Time,
  from: Figures,
  to: Figures,
  log: z.array(z.record(z.string(), z.unknown())),
  created_at: z.string(),
});

/**
 * A release as it stands, and what comes next. `gate` is what the gate says of it; null where it has nothing to judge: nobody is asked about
 * it, or it is over. `verified` is whether what an applied release rests on verifies.
 */
export type ReleaseStatus = Omit<z.infer<typeof ReleaseRow>, 'judged' | 'may_be_asked_anew'> & {
  gate: Pick<Gate, 'verdict' | 'blockers'> | null;
  next: string;
};

/** Steps that may run unattended once the gate is open, and steps that never may. */
export const UNATTENDED = {
  may: ['the tiers of a ratified release', 'scans of coverage'],
  never: ['ratification', 'permitting a run', 'activating an event type', 'dispatching events', 'executing tools'],
} as const;

/** The releases, the newest first: one, or the last hundred. What may be applied, the gate says: see evaluateGate(). */
export async function releaseStatus(
  session: ReadSession,
  release: string | null,
  trust: Trust,
): Promise<ReleaseStatus[]> {
  await countVerified(session, trust);
  const told: ReleaseStatus[] = [];
  for (const row of parseRows(ReleaseRow, await session.query(releaseStatusSql, [release]))) {
    const { judged, may_be_asked_anew: mayBeAskedAnew, ...known } = row;
    const gate = judged || row.status === 'applied' ? verdictOf(await evaluateGate(session, trust, row.release)) : null;
    told.push({ ...known, gate, next: nextStep(row, gate, mayBeAskedAnew) });
  }
  return told;
}

function verdictOf({ verdict, blockers }: Gate): ReleaseStatus['gate'] {
  return { verdict, blockers };
}

function nextStep(row: z.infer<typeof ReleaseRow>, gate: ReleaseStatus['gate'], mayBeAskedAnew: boolean): string {
  const {
    release,
    status,
    rehearsals,
    unproven_rehearsals: unproven,
    request,
    request_status: asked,
    ratified,
    verified,
  } = row;
  const { window, permitted_to: permitted } = row;
  if (status === 'applied' && verified !== true)
    return `CRITICAL: its votes and signatures do not verify. Roll it back: one-roof release rollback PACKET --reason "its signatures do not verify"`;
  if (status === 'applied') return `read it back: one-roof release verify ${release}`;
  if (status === 'rolled_back') return 'nothing: to apply it again, build another release';
  if (request === null) return 'request a decision: one-roof release request PACKET --as EMAIL --reason "…"';
  if (gate?.verdict === 'READY' && window !== null)
    return `${permitted ?? 'an operator'} applies it: one-roof release apply PACKET --request ${request}`;
  if (gate?.verdict === 'READY')
    return `READY. Somebody who holds a seat permits the run: one-roof request statement ${request} --act permit --as EMAIL --to operator:NAME, ssh-keygen, one-roof release permit ${release} --ssh FILE --as EMAIL`;
  if (mayBeAskedAnew)
    return `request it again: one-roof release request PACKET --as EMAIL --reason "…" (${request} is ${asked ?? 'unknown'})`;
  if (!ratified && asked === 'approved')
    return `whoever may sign signs ${request}, which is approved: one-roof request statement ${request} --act sign --as EMAIL`;
  if (!ratified)
    return `people decide about ${request}, which is ${asked ?? 'unknown'}: votes, then the sovereign signature`;
  if (rehearsals === 0 && unproven > 0)
    return `its rehearsal does not count, because no pinned key signed it: one-roof release rehearse PACKET --on CLONE --key FILE`;
  if (rehearsals === 0 && status === 'draft')
    return 'rehearse it: one-roof release rehearse PACKET --on CLONE --key FILE';
  return `fix what blocks it (${(gate?.blockers ?? []).join(', ')}): one-roof gate --release ${release}`;
}
