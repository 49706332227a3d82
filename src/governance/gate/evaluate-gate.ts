import { z } from 'zod';
import { Gate } from '../../contract/answers/gate.ts';
import { EnvironmentKind, Profile } from '../../contract/vocabulary.ts';
import { DatabaseRefusal } from '../../database/refusal.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { codeOf, UNDEFINED } from '../../database/sessions/sqlstates.ts';
import { parseRow, parseRows } from '../../database/parse-rows.ts';
import { readTrust } from '../ratification/read-trust.ts';
import type { Trust } from '../ratification/read-trust.ts';
import { countVerified } from '../ratification/requests/verified-acts.ts';
import { verifiedRehearsals } from '../rehearsal/verified-rehearsals.ts';
import { GatedRelease, withBytesAndState } from './packet-conditions.ts';
import { withRehearsals } from './rehearsal-condition.ts';
import { withVerifiedSignatures } from './signature-conditions.ts';

const Condition = Gate.shape.conditions.element;
const Place = z.object({
  name: z.string(),
  kind: EnvironmentKind,
  profile: Profile,
  applied: z.string().nullish(),
  ratified: z.boolean().nullish(),
  release: GatedRelease.nullish(),
  warnings: Gate.shape.warnings.nullish(),
});

/** Database, profile and the release that is judged: see judged_release() (SQL). */
const PLACE = `
  with release as materialized (
    select r.* from governance_release r where r.release_code::text = (select judged_release($1))
  )
  select
    e.dbname as name, e.kind, governance_profile() as profile,
    (select r.release_code::text from release r where r.status = 'applied') as applied,
    (select ratification_counts(r.release_code::text) from release r) as ratified,
    (
      select jsonb_build_object(
        'code', r.release_code, 'packet', r.packet_tree_sha256, 'built', r.plan -> 'fingerprint',
        'asked', (select q.packet_tree_sha256 from approval_requests q where q.code = r.request_code))
      from release r
    ) as release,
    (
      select array_remove(array[
        case when votes_by_session() then 'votes_by_session' end,
        case when 'password' = any (p.methods) then 'signature_by_password' end,
        case when p.pinning = 'enrolled' then 'keys_enrolled' end], null)
      from current_policy() p
    ) as warnings
  from v_current_environment e`;

/** Nobody's keys are known. */
const NO_TRUST = readTrust(null);

/**
 * Answers whether the gate is open: the SQL function gate_conditions() in the caller's snapshot, whether the signatures that it counts
 * verify, and whether packet and database are still what people ratified and what was rehearsed. READY only where every condition is
 * true; whatever cannot be evaluated is a reason to say BLOCKED, never an exception. APPLIED where the release that it is asked for is,
 * or where something is and nothing is next.
 *
 * @param trust whose keys count; left out, nobody's do.
 * @param release the release that it is asked for; null: the one that is next.
 * @param packet packet_tree_sha256 of the bytes that are about to run, where whoever asks has verified them.
 */
export async function evaluateGate(
  session: ReadSession,
  trust: Trust = NO_TRUST,
  release: string | null = null,
  packet: string | null = null,
): Promise<Gate> {
  try {
    const acts = await countVerified(session, trust);
    const known = parseRows(Condition, await session.query('select * from gate_conditions($1)', [release]));
    const {
      profile,
      applied,
      ratified,
      release: gated,
      warnings,
      ...place
    } = parseRow(Place, await session.query(PLACE, [release]));
    // What was carried out is no go for whoever acts on READY.
    const isApplied = typeof applied === 'string';
    const signed = withVerifiedSignatures(known, acts, isApplied ? null : (gated?.packet ?? null));
    const verified = gated ? withRehearsals(signed, await verifiedRehearsals(session, trust), gated.packet) : signed;
    const conditions = isApplied || !gated ? verified : await withBytesAndState(session, verified, gated, packet);
    const gate = {
      ...verdictOf(conditions, place, profile),
      release: gated?.code ?? release,
      warnings: warnings ?? [],
    };
    if (!isApplied) return gate;
    return ratified === true
      ? { ...gate, verdict: 'APPLIED', release: applied, blockers: [] }
      : {
          ...gate,
          verdict: 'BLOCKED',
          release: applied,
          blockers: ['applied_unratified', ...whyUnratified(conditions)],
        };
  } catch (error) {
    // What PostgreSQL or the contract objects to is an answer; a lost connection is not.
    if (error instanceof z.ZodError || (error instanceof Error && 'severity' in error)) return closedGate(error);
    throw error;
  }
}

function verdictOf(
  conditions: z.infer<typeof Condition>[],
  database: Gate['database'],
  profile: Gate['profile'],
): Gate {
  const ready = conditions.length > 0 && conditions.every((condition) => condition.ok === true);
  return {
    verdict: ready ? 'READY' : 'BLOCKED',
    release: null,
    blockers: conditions.flatMap((condition) => condition.blocker ?? []),
    ospa: actualNumber(conditions, 'ospa'),
    gap: actualNumber(conditions, 'gap'),
    profile,
    database,
    conditions,
    warnings: [],
  };
}

function actualNumber(conditions: z.infer<typeof Condition>[], name: string): number | null {
  const actual = Number(conditions.find((condition) => condition.name === name)?.actual);
  return Number.isNaN(actual) ? null : actual;
}

/** The conditions that say why what was carried out does not count as ratified; the others are those of a release that is to come. */
const OF_RATIFICATION: ReadonlySet<string> = new Set(['rules', 'requests']);

function whyUnratified(conditions: readonly z.infer<typeof Condition>[]): string[] {
  return conditions.flatMap(({ name, blocker }) => (OF_RATIFICATION.has(name) ? (blocker ?? []) : []));
}

/** The gate that cannot be evaluated: BLOCKED, with the token of what is wrong. */
export function closedGate(error: unknown): Gate {
  const reason = reasonOf(error);
  return {
    verdict: 'BLOCKED',
    release: null,
    blockers: [reason.blocker],
    ospa: null,
    gap: null,
    profile: null,
    database: null,
    conditions: [{ condition: 8, ok: false, ...reason }],
    warnings: [],
  };
}

function reasonOf(
  error: unknown,
): Pick<Gate['conditions'][number], 'name' | 'expected' | 'actual' | 'fix'> & { blocker: string } {
  if (error instanceof DatabaseRefusal) {
    return { name: 'schema', expected: error.expected, actual: error.found, blocker: 'schema_version', fix: error.fix };
  }
  const actual = error instanceof Error ? error.message : 'unknown';
  if (UNDEFINED.has(codeOf(error))) {
    const fix = 'Restore schema one_roof from a backup, or uninstall and install One-Roof again.';
    return { name: 'views', expected: 'present', actual, blocker: 'views_missing', fix };
  }
  const fix = 'Ask again; if this stays, the PostgreSQL log names the statement that failed.';
  return { name: 'evaluation', expected: 'an answer', actual, blocker: 'not_evaluated', fix };
}
