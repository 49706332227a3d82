import { z } from 'zod';
import { Gate } from '../../contract/gate.ts';
import { EnvironmentKind, Profile } from '../../contract/vocabulary.ts';
import { DatabaseRefusal } from '../../database/refusal.ts';
import type { Session } from '../../database/session.ts';
import { parseRow, parseRows } from '../parse-rows.ts';
import { readTrust } from '../ratification/read-trust.ts';
import type { Trust } from '../ratification/read-trust.ts';
import { withVerifiedSignatures } from './signature-conditions.ts';

const Condition = Gate.shape.conditions.element;
const Place = z.object({
  name: z.string(),
  kind: EnvironmentKind,
  profile: Profile,
  applied: z.string().nullish(),
  packet: z.string().nullish(),
});

/** Where we are, and the release that is asked for ($1), or any, if it is applied. */
const PLACE = `
  select dbname as name, kind, governance_profile() as profile, (
    select release_code::text from governance_release
    where status = 'applied' and ($1::text is null or release_code::text = $1) order by applied_at desc limit 1
  ) as applied, (
    select packet_tree_sha256 from governance_release where release_code::text = $1
  ) as packet
  from v_current_environment`;

/** Nobody's keys are known. */
const NO_TRUST = readTrust(null);

/**
 * Answers whether the gate is open: the SQL function gate_conditions() in the caller's snapshot, and whether the signatures that it
 * counts verify. READY only where every condition is true; whatever cannot be evaluated is a reason to say BLOCKED, never an
 * exception. Where a release is applied the answer is APPLIED.
 *
 * @param trust whose keys count; left out, nobody's do.
 * @param release the release that it is asked for; null: a first release of the plan in force.
 */
export async function evaluateGate(session: Session, trust: Trust = NO_TRUST, release: string | null = null): Promise<Gate> {
  try {
    const known = parseRows(Condition, await session.query('select * from gate_conditions($1)', [release]));
    const { profile, applied, packet, ...place } = parseRow(Place, await session.query(PLACE, [release]));
    const conditions = await withVerifiedSignatures(session, known, trust, packet ?? null);
    const gate = verdictOf(conditions, place, profile);
    // What was carried out is no go for whoever acts on READY.
    return typeof applied === 'string' ? { ...gate, verdict: 'APPLIED', release: applied, blockers: [] } : { ...gate, release };
  } catch (error) {
    // What PostgreSQL or the contract objects to is an answer; a lost connection is not.
    if (error instanceof z.ZodError || (error instanceof Error && 'severity' in error)) return closedGate(error);
    throw error;
  }
}

function verdictOf(conditions: z.infer<typeof Condition>[], database: Gate['database'], profile: Gate['profile']): Gate {
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
  };
}

function actualNumber(conditions: z.infer<typeof Condition>[], name: string): number | null {
  const actual = Number(conditions.find((condition) => condition.name === name)?.actual);
  return Number.isNaN(actual) ? null : actual;
}

const UNDEFINED = new Set(['42P01', '42883', '42703', '3F000']); // table, function, column, schema

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
  };
}

function reasonOf(error: unknown): Pick<Gate['conditions'][number], 'name' | 'expected' | 'actual' | 'fix'> & { blocker: string } {
  if (error instanceof DatabaseRefusal) {
    return { name: 'schema', expected: error.expected, actual: error.found, blocker: 'schema_version', fix: error.fix };
  }
  const actual = error instanceof Error ? error.message : 'unknown';
  if (UNDEFINED.has(String((error as { code?: unknown } | null)?.code))) {
    const fix = 'Restore schema one_roof from a backup, or uninstall and install One-Roof again.';
    return { name: 'views', expected: 'present', actual, blocker: 'views_missing', fix };
  }
  const fix = 'Ask again; if this stays, the PostgreSQL log names the statement that failed.';
  return { name: 'evaluation', expected: 'an answer', actual, blocker: 'not_evaluated', fix };
}
