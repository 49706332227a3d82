import { expect } from 'vitest';
import { ROUTES } from '../../../src/contract/routes.ts';
import { ANSWERS } from '../../../src/endpoints/one-roof/reading/answers.ts';
import { readDecision } from '../../../src/governance/decision/decide.ts';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import type { ReadSession } from '../../../src/database/sessions/session.ts';
import { OPERATOR as ASKER } from '../../../src/governance/ratification/request-reader.ts';
import { judgeRequest } from '../../../src/governance/ratification/bundle/judge-request.ts';
import { makeRequestBundle } from '../../../src/governance/ratification/bundle/make-request-bundle.ts';
import { readTrust } from '../../../src/governance/ratification/read-trust.ts';
import { verifyRequestBundle } from '../../../src/governance/ratification/bundle/verify-request-bundle.ts';
import type { BundleVerdict } from '../../../src/governance/ratification/bundle/verify-request-bundle.ts';
import { releaseStatus } from '../../../src/governance/gate/release-status.ts';
import { verifyRelease } from '../../../src/governance/release/verify-release.ts';
import type { TestDatabase } from '../test-database.ts';

/** True if people ratified it: V1 to V3. */
const ratifiedBy = ({ checks }: BundleVerdict) => checks.slice(0, 3).every(({ ok }) => ok === true);

interface Asked {
  production: TestDatabase;
  trustFile: string;
  /** True if somebody could permit a run now. */
  permitted: boolean;
  /** True if acts were forged. */
  forged: boolean;
}

/** Insists that everything that says how release REL-1 stands says the same about the database as it is; returns what. */
export async function sameAnswers({ production, trustFile, permitted, forged }: Asked, told: string): Promise<string> {
  const trust = readTrust(trustFile);
  const caller = { settings: { trustFile } } as never;
  return production.read(async (session) => {
    const exists = (await session.query(`select from governance_release`)).rows.length > 0;
    const next = await evaluateGate(session, trust);
    const gate = await evaluateGate(session, trust, 'REL-1');
    const decision = await readDecision(session, trust);
    const [status] = await releaseStatus(session, 'REL-1', trust);
    const [listed] = await releaseStatus(session, null, trust);
    const overHttp = await ANSWERS.gate(session, { release: 'REL-1' }, caller);
    const panel = await ANSWERS.readiness(session, {}, caller);
    const page = await ANSWERS.releases(session, ROUTES.releases.query.parse({}), caller);
    const one = exists ? await ANSWERS.release(session, { code: 'REL-1' }, caller) : null;
    const read = exists ? await verifyRelease(session, 'REL-1', trust) : null;

    const unratified = gate.blockers.includes('applied_unratified');
    const applied = gate.verdict === 'APPLIED' || unratified;
    const execution = decision.options.at(-1);
    const claims = decision.fabricated_approvals.map(({ claim }) => claim);
    expect(overHttp, told).toEqual(gate);
    expect(panel.gate, told).toEqual(next);
    expect([decision.gate, decision.gate_blockers, decision.release], told).toEqual([
      next.verdict,
      next.blockers,
      next.release,
    ]);
    if (next.release === 'REL-1') expect([next.verdict, next.blockers], told).toEqual([gate.verdict, gate.blockers]);
    else expect(gate.verdict, told).toBe('BLOCKED');
    expect(status, told).toEqual(listed);
    expect(status?.gate ?? { verdict: 'BLOCKED' }, told).toMatchObject(
      status?.gate ? { verdict: gate.verdict, blockers: gate.blockers } : { verdict: gate.verdict },
    );
    const verified = applied ? !unratified : null;
    expect([status?.verified ?? null, page.rows[0]?.verified ?? null, one?.verified ?? null], told).toEqual([
      verified,
      verified,
      verified,
    ]);
    expect(status?.next.startsWith('CRITICAL') ?? false, told).toBe(unratified);
    expect(claims.includes('release REL-1 is applied'), told).toBe(unratified);
    if (applied) expect(read?.ratified, told).toBe(!unratified);
    // `request verify`, in the database and offline: what the gate asks of people, and nothing else about them.
    if (status?.request != null) {
      const ofPeople = gate.conditions
        .filter(({ condition, name }) => condition === 2 && name !== 'sessions')
        .every(({ ok }) => ok === true);
      const [online, offline] = [
        await judgeRequest(session, status.request, trustFile),
        await judgedOffline(session, status.request, trustFile),
      ];
      const ratified = applied ? !unratified : ofPeople;
      expect([ratifiedBy(online), ratifiedBy(offline)], told).toEqual([ratified, ratified]);
      if (gate.verdict === 'READY' || gate.verdict === 'APPLIED')
        expect([online.verdict, offline.verdict], told).toEqual(['GO', 'GO']);
    }
    // READY: nothing but the permit lacks, and somebody could give it. With one, it is next to be applied.
    if (gate.verdict === 'READY') expect(permitted, told).toBe(true);
    if (permitted) expect(gate.conditions.find(({ name }) => name === 'ospa')?.ok, told).toBe(true);
    const runs = gate.verdict === 'READY' && status?.window != null;
    expect(status?.next.includes(' applies it: ') ?? false, told).toBe(runs);
    expect(execution?.available, told).toBe(runs);
    expect(decision.targets.find(({ target }) => target === 'ownership seed')?.status, told).toBe(
      runs ? 'GO' : 'NO-GO',
    );
    // What people did ratify is not called fabricated, also once its request has come to nothing.
    if (!forged) expect(claims, told).toEqual([]);
    return unratified ? 'applied_unratified' : gate.verdict;
  });
}

/** A bundle of a request, judged where there is no database. */
async function judgedOffline(session: ReadSession, code: string, trustFile: string): Promise<BundleVerdict> {
  const bundle: unknown = JSON.parse(JSON.stringify(await makeRequestBundle(session, code, ASKER, trustFile)));
  return verifyRequestBundle(bundle, new Date(), readTrust(trustFile));
}
