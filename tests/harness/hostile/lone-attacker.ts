import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ReadSession } from '../../../src/database/sessions/session.ts';
import { readDecision } from '../../../src/governance/decision/decide.ts';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import type { Trust } from '../../../src/governance/ratification/read-trust.ts';
import { permitCovers } from '../../../src/governance/release/permit-run.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { verifyRelease } from '../../../src/governance/release/verify-release.ts';
import type { Council, Person } from '../council.ts';
import { OPERATOR } from '../releases/release-stage.ts';
import type { SshKey } from '../councils/ssh-keys.ts';

/** The database under attack. */
interface Target {
  council: Council;
  /** Reads as an honest operator. */
  read<Result>(work: (session: ReadSession) => Promise<Result>): Promise<Result>;
  /** Connection string of the attacker. */
  url: string;
  /** Connection string of the honest operator. */
  operatorUrl: string;
}

/** Somebody who wants a release to pass, or to look as if it had passed, without the people who decide. */
export class LoneAttacker {
  readonly #target: Target;
  readonly #packet: ReleasePacket;
  readonly #trust: Trust;
  readonly #trustFile: string;

  /** @param packet a packet as the honest operator has it. The keys of the real people are pinned from here on. */
  constructor(target: Target, packet: ReleasePacket) {
    this.#target = target;
    this.#packet = packet;
    for (const person of ['president', 'council-1', 'council-2'] as const) target.council.keyOf(person);
    this.#trust = target.council.trust;
    this.#trustFile = join(mkdtempSync(join(tmpdir(), 'one-roof-test-trust-')), 'trust');
    const lines = this.#trust.keys.map(
      ({ principals, namespaces, key }) =>
        `${principals.join(',')} namespaces="${(namespaces ?? []).join(',')}" ${key.line}\n`,
    );
    writeFileSync(this.#trustFile, lines.join(''), { mode: 0o600 });
  }

  get trust(): Trust {
    return this.#trust;
  }

  /** The answers that say of the release that it may run, or that it did, by the trust of the real people. */
  async passed(): Promise<string[]> {
    const { release } = this.#packet;
    const found = await this.#target.read(async (session) => ({
      gates: [await evaluateGate(session, this.#trust, release), await evaluateGate(session, this.#trust)],
      decision: await readDecision(session, this.#trust),
      verified: await verifyRelease(session, release, this.#trust).then(
        ({ ok }) => ok,
        () => false,
      ),
    }));
    const check = this.#run(
      'sh',
      this.#file('gate_check.sh'),
      '--quiet',
      '--trust',
      this.#trustFile,
      this.#target.operatorUrl,
    );
    return [
      ...found.gates.filter(({ verdict }) => verdict !== 'BLOCKED').map(({ verdict }) => `gate ${verdict}`),
      ...(found.decision.decision === 'HOLD_PRODUCTION' ? [] : [`decision ${found.decision.decision}`]),
      ...found.decision.targets
        .filter(({ target, status }) => target === 'ownership seed' && status === 'GO')
        .map(() => 'decision GO'),
      ...(found.verified ? ['release verify'] : []),
      ...(check.status === 0 || check.status === 11 ? [`gate_check.sh ${check.out}`] : []),
    ];
  }

  /** A step of an attack: whether it is done or refused is known, and nothing passes after it. */
  async step(title: string, outcome: 'done' | 'refused', work: () => unknown): Promise<void> {
    const came = await Promise.resolve()
      .then(work)
      .then(
        () => 'done',
        (error: unknown) => `refused: ${String(error)}`,
      );
    expect(came.startsWith(outcome), `${title}: ${came}`).toBe(true);
    expect(await this.passed(), title).toEqual([]);
  }

  /** A vote in the name of somebody, in a session of theirs, by a key of the attacker. */
  async vote(code: string, person: Person, key: SshKey): Promise<void> {
    const { council } = this.#target;
    const { statement } = await council.signed(code, person, { act: 'vote', choice: 'approve', rationale: 'because' });
    const forged = { public_key: key.line, statement, assertion: { signature: key.sign(statement) } };
    await council.as(person, await council.voteStatement(code, person, 'approve', undefined, forged));
  }

  /** The sovereign signature in the name of somebody, in a session of theirs, by a key of the attacker. */
  async sign(code: string, person: Person, key: SshKey): Promise<void> {
    const { council } = this.#target;
    const { statement } = await council.signed(code, person, { act: 'sign', meaning: 'I ratify this' });
    await council.as(
      person,
      council.signature(code, person, { statement, key: key.line, assertion: { signature: key.sign(statement) } }),
    );
  }

  /** A run permit in the name of somebody, in a session of theirs, by a key of the attacker. */
  async permit(code: string, person: Person, key: SshKey): Promise<void> {
    const { council } = this.#target;
    const { release } = this.#packet;
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const covers = permitCovers(release, OPERATOR.actor, until);
    const { statement } = await council.signed(code, person, { act: 'permit', covers });
    const proof = {
      user: council.ids[person],
      method: 'ssh',
      statement,
      public_key: key.line,
      assertion: { signature: key.sign(statement) },
    };
    await council.as(person, [
      'select grant_release_window($1, $2, $3, $4)',
      [release, OPERATOR.actor, until, JSON.stringify(proof)],
    ]);
  }

  /** The whole release with psql, on the word of the attacker that everything that is bound was verified. */
  runAll(digest: string): void {
    const variables = ['-v', 'ON_ERROR_STOP=1', '-v', `verified=${digest}`];
    const { status, out } = this.#run('psql', this.#target.url, '-X', ...variables, '-f', this.#file('99_run_all.sql'));
    if (status !== 0) throw new Error(out);
  }

  #file(path: string): string {
    return join(this.#packet.folder, 'data', path);
  }

  #run(program: string, ...args: string[]): { status: number | null; out: string } {
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    return { status, out: stdout + stderr };
  }
}

/** Why these tests cannot run here, or nothing. */
export const NEEDS_PSQL =
  spawnSync('psql', ['--version']).status === 0 ? null : 'needs psql on this machine, found none';
