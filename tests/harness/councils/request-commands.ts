import { afterEach } from 'vitest';
import { DEFAULT_MEANING } from '../../../src/contract/answers/ratification.ts';
import type { ProductionSession } from '../../../src/database/sessions/session.ts';
import type { PlannedAct } from '../../../src/governance/ratification/person-statement.ts';
import { countVerified } from '../../../src/governance/ratification/requests/verified-acts.ts';
import { OPERATOR } from '../../../src/governance/ratification/request-reader.ts';
import { actAsPerson } from '../../../src/governance/ratification/commands/act-as-person.ts';
import { createRequest } from '../../../src/governance/ratification/commands/create-request.ts';
import { keepSignature } from '../../../src/governance/ratification/commands/keep-signature.ts';
import { requireProof, sshProof } from '../../../src/governance/ratification/commands/prove-act.ts';
import type { Proven } from '../../../src/governance/ratification/commands/prove-act.ts';
import { prepareSigning, type Signing, statementOf } from '../../../src/governance/ratification/commands/signing.ts';
import { vote } from '../../../src/governance/ratification/commands/vote.ts';
import { readTrust } from '../../../src/governance/ratification/read-trust.ts';
import type { Trust } from '../../../src/governance/ratification/read-trust.ts';
import { requestDetail } from '../../../src/governance/ratification/requests/request-detail.ts';
import { parseTrustFile } from '../../../src/signing/trust/trust-file.ts';
import { Council, emailOf } from '../council.ts';
import type { Person } from '../council.ts';
import { draftStandIn } from '../releases/draft-release.ts';
import { TestDatabase } from '../test-database.ts';
import type { TestServer } from '../test-server.ts';

const NO_TRUST = readTrust(null);
const SIGN: PlannedAct = { act: 'sign', meaning: DEFAULT_MEANING };

/** A trust that these lines make. */
export const trusting = (...lines: string[]): Trust => ({ keys: parseTrustFile(lines.join('\n')), fault: null });
/** A line of a trust file. */
export const pinned = (person: Person, line: string) => `${emailOf(person)} namespaces="one-roof" ${line}`;

/** Makes productions, in a group of tests, in which people file, vote and sign by the commands. */
export function requestCommands(server: TestServer) {
  const open: TestDatabase[] = [];
  afterEach(() => Promise.all(open.splice(0).map((db) => db.drop())));

  return async (options: Parameters<typeof Council.seat>[1] = {}) => {
    const db = await TestDatabase.create(server, 'one_roof_reference');
    open.push(db);
    await db.declare('production');
    const people = await Council.seat(db, options);
    const act = <Result>(person: Person, work: (session: ProductionSession, user: string) => Promise<Result>) =>
      db.writeProduction(async (session) => {
        const user = people.ids[person];
        const isAi = person === 'assistant';
        await actAsPerson(
          session,
          isAi ? { user, token: `token-${person}` } : { user, session: `session-${person}` },
          'request.test',
          'a test',
        );
        return work(session, user);
      });
    const seen = (code: string, trust = NO_TRUST) =>
      db.read((session) => requestDetail(session, { code }, OPERATOR, trust));
    const file = (code: string, more: Record<string, unknown> = {}, person: Person = 'clerk') =>
      act(person, async (session, user) => {
        const release = { subject: `release:${code}`, packet_tree_sha256: '1'.repeat(64), plan_digest: '2'.repeat(64) };
        await draftStandIn(db, { release: code, packet: release.packet_tree_sha256, plan: release.plan_digest });
        const asked = {
          code,
          title: `Request ${code}`,
          action: 'modify',
          priority: 'normal',
          proposed_action: {},
          evidence: {},
          ...release,
          ...more,
        };
        return createRequest(session, asked as Parameters<typeof createRequest>[1], user, 'test');
      });
    /** These keys, and those of everybody who voted. */
    const withVoters = (...lines: string[]): Trust => ({
      keys: [...people.trust.keys, ...trusting(...lines).keys],
      fault: null,
    });
    const unsigned = (at = new Date()) => ({ nonce: null, signed: at });
    const signing = async (
      session: ProductionSession,
      code: string,
      user: string,
      digest?: string,
      planned: PlannedAct = SIGN,
    ) => {
      await countVerified(session, people.trust, [code]);
      return prepareSigning(session, { code, user, planned, digest: digest ?? (await seen(code)).revision_digest });
    };
    const cast = async (code: string, person: Person, choice: 'approve' | 'reject' = 'approve') => {
      await act(person, async (session, user) => {
        const about = await signing(session, code, user, undefined, { act: 'vote', choice, rationale: 'because' });
        const statement = statementOf(about, unsigned());
        const proven = sshProof(about, { statement, signature: people.keyOf(person).sign(statement) });
        await requireProof(about, proven, people.trust);
        await vote(session, about, proven, 'test');
      });
    };
    const approve = async (code: string) => {
      for (const person of ['council-1', 'assistant', 'president'] as const) await cast(code, person);
    };
    const keep = async (session: ProductionSession, about: Signing, proof: Proven, trust: Trust) => {
      await requireProof(about, proof, trust);
      await keepSignature(session, about, proof, { ip: null, createdBy: 'test' });
    };
    return { db, people, act, seen, file, cast, approve, signing, keep, withVoters, unsigned };
  };
}
