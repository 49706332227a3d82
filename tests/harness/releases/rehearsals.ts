import { randomUUID } from 'node:crypto';
import type { FingerprintDigest } from '../../../src/governance/release/packet/packet-baseline.ts';
import { printRehearsal, REHEARSAL_NAMESPACE } from '../../../src/governance/rehearsal/rehearsal-statement.ts';
import type { Rehearsal } from '../../../src/governance/rehearsal/rehearsal-statement.ts';
import type { RehearsalEvidence } from '../../../src/governance/rehearsal/judge-rehearsal.ts';
import type { TestDatabase } from '../test-database.ts';
import { makeSecurityKey } from '../councils/ssh-keys.ts';

/** Operator who attests rehearsals in the tests. */
const REHEARSER = 'operator:directus';

/** Their key. */
export const REHEARSAL_KEY = makeSecurityKey('ed25519');

/** The line of the trust file that names it. */
export const REHEARSAL_TRUST = `${REHEARSER} namespaces="${REHEARSAL_NAMESPACE}" ${REHEARSAL_KEY.line}`;

/** A rehearsal, without what nobody who performs one knows. */
type Said = Omit<Rehearsal, 'production' | 'entry' | 'exit' | 'signer'> & Partial<Rehearsal>;

/** The evidence of a rehearsal that nobody performed: of a packet that begins from this fingerprint. */
export async function standInRehearsal(
  production: Pick<TestDatabase, 'sql'>,
  { release, packet, before }: { release: string; packet: string; before: FingerprintDigest },
): Promise<RehearsalEvidence & { signature: string }> {
  return signedRehearsal(production, {
    release,
    packet,
    changes: '0'.repeat(64),
    clone: `${randomUUID()}/1`,
    database: 'clone',
    server: '15.18',
    mode: 'TXN',
    formula: before.formula,
    postgresql: before.postgresql_major,
    before: before.sha256,
    after_apply: '0'.repeat(64),
    after_rollback: before.sha256,
    tiers: '0:1',
    performed: new Date().toISOString(),
  });
}

/** The evidence of a rehearsal for a production, signed. */
export async function signedRehearsal(
  production: Pick<TestDatabase, 'sql'>,
  said: Said,
  key = REHEARSAL_KEY,
): Promise<RehearsalEvidence & { signature: string }> {
  const [row] = await production.sql('select one_roof.environment_name() as name');
  const statement = printRehearsal({
    entry: null,
    exit: null,
    signer: REHEARSER,
    production: String(row?.['name']),
    ...said,
  });
  return { statement, signature: key.sign(statement, REHEARSAL_NAMESPACE) };
}
