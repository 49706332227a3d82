import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, inject, it } from 'vitest';
import { ROUTES } from '../../../src/contract/routes.ts';
import { ANSWERS } from '../../../src/endpoints/one-roof/reading/answers.ts';
import { readDecision } from '../../../src/governance/decision/decide.ts';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import type { ReadSession } from '../../../src/database/sessions/session.ts';
import { OPERATOR as ASKER } from '../../../src/governance/ratification/request-reader.ts';
import { judgeRequest } from '../../../src/governance/ratification/bundle/judge-request.ts';
import { makeRequestBundle } from '../../../src/governance/ratification/bundle/make-request-bundle.ts';
import { readTrust } from '../../../src/governance/ratification/read-trust.ts';
import { countVerified } from '../../../src/governance/ratification/requests/verified-acts.ts';
import { verifyRequestBundle } from '../../../src/governance/ratification/bundle/verify-request-bundle.ts';
import type { BundleVerdict } from '../../../src/governance/ratification/bundle/verify-request-bundle.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { permitCovers } from '../../../src/governance/release/permit-run.ts';
import { releaseStatus } from '../../../src/governance/release/release-status.ts';
import { requestRelease } from '../../../src/governance/release/request-release.ts';
import { verifyRelease } from '../../../src/governance/release/verify-release.ts';
import { emailOf } from '../../harness/council.ts';
import { REHEARSAL_TRUST } from '../../harness/releases/rehearsals.ts';
import { OPERATOR, ReleaseStage } from '../../harness/releases/release-stage.ts';
import { makeSecurityKey } from '../../harness/councils/ssh-keys.ts';

// Everything that says how a release stands answers from one evaluation: the gate, `release status`, the decision, the permit of a run, the
// endpoints and `release verify` are compared after each step of journeys that are drawn. The gate is the measure.

const SEED = 20_260_111;
// ONE_ROOF_MODEL_RUNS=30 draws as many journeys; without it, one that is always the same, after two that are there for what they meet.
const JOURNEYS = 2 + Number(process.env['ONE_ROOF_MODEL_RUNS'] ?? 1);
const VOTERS = ['council-1', 'council-2', 'president'] as const;
const HAS_PSQL = spawnSync('psql', ['--version']).status === 0;

/** The way of a release; what comes in between is drawn, and where it ends the request, it is filed again. */
const WAY = ['file', 'approve', 'sign', 'permit', 'apply', 'rollback'] as const;
const ENDS = ['withdraw', 'reject', 'expire'] as const;
const DISTURBANCES = [...ENDS, 'forge', 'drift', 'guard off', 'psql', 'forge and psql', 'nothing', 'nothing'] as const;
type Step = (typeof WAY)[number] | (typeof DISTURBANCES)[number] | 'file briefly';

/** Each drawn journey: after which step of the way what happens. The first of them are always there. */
const drawn = fc.array(
  fc.record({ after: fc.constantFrom(...WAY.slice(0, 5)), what: fc.constantFrom(...DISTURBANCES) }),
  {
    minLength: 1,
    maxLength: 3,
  },
);

function stepsOf(disturbances: readonly { after: Step; what: Step }[]): Step[] {
  const waiting = [...disturbances];
  const steps: Step[] = [];
  const walk = (way: readonly Step[]): void => {
    for (const step of way) {
      const at = waiting.findIndex(({ after }) => after === step);
      const [met] = at < 0 ? [] : waiting.splice(at, 1);
      steps.push(
        step === 'file' && met?.what !== 'expire' && waiting.some(({ what }) => what === 'expire')
          ? 'file briefly'
          : step,
      );
      if (met === undefined) continue;
      steps.push(met.what);
      // What was disturbed for a moment is as it was.
      if (met.what === 'drift' || met.what === 'guard off') steps.push(met.what);
      if (ENDS.some((end) => end === met.what)) {
        walk(WAY);
        return;
      }
    }
  };
  walk(WAY);
  return steps;
}

it(
  'the gate, release status, the decision, permits and the endpoints agree after every step',
  { timeout: JOURNEYS * 200_000 },
  async () => {
    process.stdout.write(
      `one evaluation: ${JOURNEYS} journeys, seed ${SEED}${HAS_PSQL ? '' : '; without psql, which this machine has not'}\n`,
    );
    const seen = new Set<string>();
    const always: { after: Step; what: Step }[][] = [
      [
        { after: 'permit', what: 'expire' },
        { after: 'sign', what: 'drift' },
      ],
      [{ after: 'file', what: 'forge and psql' }],
    ];
    const others = fc.sample(drawn, { seed: SEED, numRuns: JOURNEYS - always.length });
    for (const disturbances of [...always, ...others]) {
      const steps = stepsOf(disturbances);
      const journey = await Journey.begin();
      try {
        for (const [index, step] of steps.entries()) {
          await journey.step(step);
          const told = `${steps.slice(0, index + 1).join(', ')} (seed ${SEED})`;
          // What ends at a moment could end between two answers: it is compared once it has.
          if (!journey.isEnding) seen.add(await journey.compare(told));
        }
      } finally {
        await journey.end();
      }
    }
    // All that a gate can say was compared.
    expect([...seen].sort()).toEqual(
      HAS_PSQL ? ['APPLIED', 'BLOCKED', 'READY', 'applied_unratified'] : ['APPLIED', 'BLOCKED', 'READY'],
    );
  },
);

/** Whether people ratified it: V1 to V3. */
const ratifiedBy = ({ checks }: BundleVerdict) => checks.slice(0, 3).every(({ ok }) => ok === true);

/** Whether something was allowed is not asked: what it came to is. */
const nothing = (): void => undefined;

/** One release, from its packet on, on databases of its own. */
class Journey {
  readonly #stage: ReleaseStage;
  readonly #packet: ReleasePacket;
  readonly #trustFile: string;
  #forged = false;
  #ending = false;
  #off = new Set<string>();

  private constructor(stage: ReleaseStage, packet: ReleasePacket) {
    this.#stage = stage;
    this.#packet = packet;
    this.#trustFile = join(packet.folder, '..', 'trust');
    const lines = [
      `${REHEARSAL_TRUST}\n`,
      ...VOTERS.map((person) => `${emailOf(person)} namespaces="one-roof" ${stage.council.keyOf(person).line}\n`),
    ];
    writeFileSync(this.#trustFile, lines.join(''));
  }

  static async begin(): Promise<Journey> {
    const stage = await ReleaseStage.set(inject('postgres15'));
    return new Journey(stage, await stage.rehearsed('REL-1'));
  }

  /** Whether its request is about to expire. */
  get isEnding(): boolean {
    return this.#ending;
  }

  end(): Promise<void> {
    return this.#stage.strike();
  }

  /** Does a step, or is refused it: what it comes to is compared, not whether it was allowed. */
  async step(step: Step): Promise<void> {
    const { production, council } = this.#stage;
    const code = await this.#request();
    const attempt = (work: () => Promise<unknown>) => work().then(nothing, nothing);
    switch (step) {
      case 'file':
      case 'file briefly':
        await attempt(() =>
          production.writeProduction((session) =>
            requestRelease(
              session,
              this.#packet,
              { code: null, title: 'A test', proposer: emailOf('clerk'), days: 1 },
              { ...OPERATOR, reason: 'x', trust: this.#stage.council.trust },
            ),
          ),
        );
        if (step === 'file briefly') {
          const filed = await this.#request();
          const soon = `update approval_requests set expires_at = now() + interval '12 seconds' where code = '${filed}'`;
          await council.as('clerk', soon);
          this.#ending = true;
        }
        return;
      case 'approve':
        for (const person of VOTERS)
          await attempt(async () =>
            council.as(person, await this.#verified(), await council.voteStatement(code, person)),
          );
        return;
      case 'sign': {
        await attempt(async () => {
          const { statement, signature, key } = await council.signed(code, 'president', {
            act: 'sign',
            meaning: 'I ratify this',
          });
          const signed = council.signature(code, 'president', { statement, key, assertion: { signature } });
          await council.as('president', await this.#verified(), signed);
        });
        return;
      }
      case 'permit':
        await attempt(async () => council.as('council-1', await this.#verified(), await this.#permit(code)));
        return;
      case 'apply':
        await attempt(() => this.#stage.apply(this.#packet, { request: code }));
        return;
      case 'rollback':
        await attempt(() => this.#stage.rollBack(this.#packet));
        return;
      case 'withdraw':
        await attempt(() =>
          council.as(
            'clerk',
            `update approval_requests set withdrawn_at = now(), withdrawn_reason = 'no' where code = '${code}'`,
          ),
        );
        return;
      case 'reject':
        await attempt(async () =>
          council.as('council-1', await this.#verified(), await council.voteStatement(code, 'council-1', 'reject')),
        );
        return;
      case 'expire':
        // Only what was filed briefly ends by itself.
        if (this.#ending)
          await expect.poll(() => council.status(code), { timeout: 60_000 }).toMatch(/expired|withdrawn|rejected/);
        this.#ending = false;
        return;
      case 'drift':
        return this.#toggle(
          step,
          'alter table one_roof.governance_registry add extra text',
          'alter table one_roof.governance_registry drop extra',
        );
      case 'guard off': {
        const guard = 'alter table one_roof.governance_ledger';
        return this.#toggle(
          step,
          `${guard} disable trigger trg_ledger_chain`,
          `${guard} enable always trigger trg_ledger_chain`,
        );
      }
      case 'forge':
        await this.#forge(code);
        return;
      case 'psql':
        await this.#psql();
        return;
      case 'forge and psql':
        await this.#forge(code);
        await this.#psql();
        return;
      case 'nothing':
        return;
    }
  }

  /** Insists that all of them say the same about the database as it is; returns what. */
  async compare(told: string): Promise<string> {
    const trust = readTrust(this.#trustFile);
    const caller = { settings: { trustFile: this.#trustFile } } as never;
    const permitted = await this.#wouldPermit();
    return this.#stage.production.read(async (session) => {
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
          await judgeRequest(session, status.request, this.#trustFile),
          await this.#offline(session, status.request),
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
      if (!this.#forged) expect(claims, told).toEqual([]);
      return unratified ? 'applied_unratified' : gate.verdict;
    });
  }

  /** A bundle of a request, judged where there is no database. */
  async #offline(session: ReadSession, code: string): Promise<BundleVerdict> {
    const bundle: unknown = JSON.parse(JSON.stringify(await makeRequestBundle(session, code, ASKER, this.#trustFile)));
    return verifyRequestBundle(bundle, new Date(), readTrust(this.#trustFile));
  }

  async #request(): Promise<string> {
    const [row] = await this.#stage.production.sql(`select request_code as code from one_roof.governance_release`);
    const code: unknown = row?.['code'];
    return typeof code === 'string' ? code : 'APR-REL-1';
  }

  /** Lets a transaction count what Node has verified. */
  async #verified(): Promise<string> {
    return this.#stage.production.read(async (session) => {
      await countVerified(session, readTrust(this.#trustFile));
      const { rows } = await session.query(`select current_setting('one_roof.verified') as verified`);
      return `set local one_roof.verified = '${String(rows[0]?.['verified'])}'`;
    });
  }

  async #permit(
    code: string,
    person: 'council-1' | 'council-2' = 'council-1',
    key = this.#stage.council.keyOf(person),
  ): Promise<[string, unknown[]]> {
    const { council } = this.#stage;
    const until = new Date(Date.now() + 600_000).toISOString();
    const { statement } = await council.signed(code, person, {
      act: 'permit',
      covers: permitCovers('REL-1', OPERATOR.actor, until),
    });
    const proof = {
      user: council.ids[person],
      method: 'ssh',
      statement,
      public_key: key.line,
      assertion: { signature: key.sign(statement) },
    };
    return ['select grant_release_window($1, $2, $3, $4)', ['REL-1', OPERATOR.actor, until, JSON.stringify(proof)]];
  }

  /** Whether somebody could permit a run now; nothing of it is kept. */
  async #wouldPermit(): Promise<boolean> {
    const { council } = this.#stage;
    const asked = await this.#request();
    const granting = async () =>
      council.as('council-2', await this.#verified(), await this.#permit(asked, 'council-2'), 'select 1 / 0');
    return granting().then(
      () => false,
      (error: unknown) => (error as { code?: unknown }).code === '22012',
    );
  }

  /** Votes, a signature and a permit in the names of people, by a key of somebody else: bound, and verified by nothing. */
  async #forge(code: string): Promise<void> {
    const { council } = this.#stage;
    const forger = makeSecurityKey('ed25519');
    this.#forged = true;
    const proofOf = (statement: string) => ({
      statement,
      public_key: forger.line,
      assertion: { signature: forger.sign(statement) },
    });
    const attempt = (work: () => Promise<unknown>) => work().then(nothing, nothing);
    for (const person of VOTERS)
      await attempt(async () => {
        const { statement } = await council.signed(code, person, {
          act: 'vote',
          choice: 'approve',
          rationale: 'because',
        });
        await council.as(person, await council.voteStatement(code, person, 'approve', undefined, proofOf(statement)));
      });
    await attempt(async () => {
      const { statement } = await council.signed(code, 'president', { act: 'sign', meaning: 'I ratify this' });
      const { public_key: key, assertion } = proofOf(statement);
      await council.as('president', council.signature(code, 'president', { statement, key, assertion }));
    });
    await attempt(async () => council.as('council-1', await this.#permit(code, 'council-1', forger)));
  }

  /** Carries the packet out with psql, on the word of whoever runs it that what is bound was verified. */
  async #psql(): Promise<void> {
    const { production } = this.#stage;
    if (!HAS_PSQL) return;
    const [row] = await production.sql(`select one_roof.bound_acts_digest('REL-1') as digest`);
    const claim = ['-v', 'ON_ERROR_STOP=1', '-v', `verified=${String(row?.['digest'])}`];
    spawnSync('psql', [production.url, '-X', ...claim, '-f', join(this.#packet.folder, 'data', '99_run_all.sql')]);
  }

  async #toggle(what: string, begin: string, end: string): Promise<void> {
    await this.#stage.production.sqlAsSuperuser(this.#off.has(what) ? end : begin);
    if (!this.#off.delete(what)) this.#off.add(what);
  }
}
