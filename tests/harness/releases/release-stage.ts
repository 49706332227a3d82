import { readPacket } from '../../../src/governance/release/packet/read-packet.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { applyRelease, rollBackRelease } from '../../../src/governance/release/execution/apply-release.ts';
import { rehearseRelease } from '../../../src/governance/release/execution/rehearse-release.ts';
import { requestRelease } from '../../../src/governance/release/request-release.ts';
import { storeRehearsal } from '../../../src/governance/release/packet/store-rehearsal.ts';
import { builtRelease } from './built-release.ts';
import { Council, emailOf } from '../council.ts';
import { signedRehearsal } from './rehearsals.ts';
import type { Person } from '../council.ts';
import { TestDatabase } from '../test-database.ts';
import type { TestServer } from '../test-server.ts';

/** Operator who applies releases in the tests. */
export const OPERATOR = { actor: 'operator:directus', actorKind: 'operator' } as const;
const BY = { ...OPERATOR, reason: 'a test' };

/** A production database with a council, a clone of it, and the way of a release from one to the other. */
export class ReleaseStage {
  readonly production: TestDatabase;
  readonly clone: TestDatabase;
  readonly council: Council;

  private constructor(production: TestDatabase, clone: TestDatabase, council: Council) {
    this.production = production;
    this.clone = clone;
    this.council = council;
  }

  static async set(server: TestServer, profile: 'council' | 'two_person' = 'council'): Promise<ReleaseStage> {
    const production = await (await TestDatabase.create(server, 'one_roof_reference')).declare('production');
    const clone = await (await TestDatabase.create(server, 'one_roof_reference')).declare('clone');
    return new ReleaseStage(production, clone, await Council.seat(production, { profile }));
  }

  async strike(): Promise<void> {
    await Promise.all([this.production.drop(), this.clone.drop()]);
  }

  /** Builds a packet on production and rehearses it on the clone; whoever rehearses signs that. */
  async rehearsed(release: string): Promise<ReleasePacket> {
    const packet = await builtRelease(this.production, release);
    const rehearsed = await rehearseRelease(this.clone.clone, packet, OPERATOR);
    storeRehearsal(packet.folder, rehearsed.performed, await signedRehearsal(this.production, rehearsed));
    return readPacket(packet.folder);
  }

  /** The clerk asks for it. */
  async ask(packet: ReleasePacket): Promise<void> {
    const request = { code: `APR-${packet.release}`, title: 'A test', proposer: emailOf('clerk'), days: 1 };
    await this.production.writeProduction((session) =>
      requestRelease(session, packet, request, { ...BY, trust: this.council.trust }),
    );
  }

  /** The council approves and the president signs. */
  async ratify(packet: ReleasePacket): Promise<void> {
    await this.council.approve(`APR-${packet.release}`);
    await this.council.signWithKey(`APR-${packet.release}`, 'president');
  }

  /** Somebody opens the window. */
  async open(
    packet: ReleasePacket,
    person: Person = 'council-1',
    operator: string = OPERATOR.actor,
    seconds = 600,
  ): Promise<string> {
    const [row] = await this.production.sql(
      `select coalesce(request_code, $2) as code from one_roof.governance_release where release_code = $1`,
      [packet.release, `APR-${packet.release}`],
    );
    return this.council.permit(String(row?.['code']), person, packet.release, operator, seconds);
  }

  /** All of that. */
  async ready(release: string): Promise<ReleasePacket> {
    const packet = await this.rehearsed(release);
    await this.ask(packet);
    await this.ratify(packet);
    await this.open(packet);
    return packet;
  }

  apply(packet: ReleasePacket, options: { request?: string; dryRun?: boolean } = {}) {
    return applyRelease(this.production.production, packet, options.request ?? `APR-${packet.release}`, {
      by: BY,
      trust: this.council.trust,
      dryRun: options.dryRun ?? false,
    });
  }

  rollBack(packet: ReleasePacket) {
    return rollBackRelease(this.production.production, packet, { by: BY });
  }
}
