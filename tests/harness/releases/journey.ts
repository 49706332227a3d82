import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { readTrust } from '../../../src/governance/ratification/read-trust.ts';
import { countVerified } from '../../../src/governance/ratification/requests/verified-acts.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { permitCovers } from '../../../src/governance/release/permit-run.ts';
import { requestRelease } from '../../../src/governance/release/request-release.ts';
import { emailOf } from '../council.ts';
import { REHEARSAL_TRUST } from './rehearsals.ts';
import { OPERATOR, ReleaseStage } from './release-stage.ts';
import { makeSecurityKey } from '../councils/ssh-keys.ts';
import type { Step } from './journey-steps.ts';
import { sameAnswers } from './same-answers.ts';

const VOTERS = ['council-1', 'council-2', 'president'] as const;
/** True if this machine has psql, which some steps need. */
export const HAS_PSQL = spawnSync('psql', ['--version']).status === 0;

/** Ignores whether something was allowed. Its outcome is compared instead. */
const nothing = (): void => undefined;

/** One release, from its packet on, on databases of its own. */
export class Journey {
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

  /** True while its request is about to expire. */
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
    const permitted = await this.#wouldPermit();
    return sameAnswers(
      { production: this.#stage.production, trustFile: this.#trustFile, permitted, forged: this.#forged },
      told,
    );
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

  /** Tries whether somebody could permit a run now. Nothing of it is kept. */
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
