// slow: each attacker goes the whole way, from a project without a council to a gate, on PostgreSQL 15 and 18.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { parseTrustFile } from '../../../src/signing/trust/trust-file.ts';
import type { Trust } from '../../../src/governance/ratification/read-trust.ts';
import { REHEARSAL_NAMESPACE } from '../../../src/governance/rehearsal/rehearsal-statement.ts';
import { readPacket } from '../../../src/governance/release/packet/read-packet.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { applyRelease } from '../../../src/governance/release/execution/apply-release.ts';
import { rehearseRelease } from '../../../src/governance/release/execution/rehearse-release.ts';
import { requestRelease } from '../../../src/governance/release/request-release.ts';
import { storeRehearsal } from '../../../src/governance/release/packet/store-rehearsal.ts';
import { builtRelease } from '../../harness/releases/built-release.ts';
import { emailOf } from '../../harness/council.ts';
import type { Person } from '../../harness/council.ts';
import { LoneAttacker, NEEDS_PSQL } from '../../harness/hostile/lone-attacker.ts';
import { signedRehearsal } from '../../harness/releases/rehearsals.ts';
import { OPERATOR, ReleaseStage } from '../../harness/releases/release-stage.ts';
import { describeOnEachPostgres } from '../../harness/servers.ts';
import { makeSecurityKey } from '../../harness/councils/ssh-keys.ts';

// Everybody who might try it alone, through the whole chain: request, votes, signature, rehearsal, permit, apply, psql. After each step the gate is
// neither READY nor APPLIED, release verify is not clean, gate_check.sh says neither, and the decision is to hold.

const SIGNERS = ['council-1', 'council-2', 'president'] as const;
const CODE = 'APR-REL-1';
const BY = { ...OPERATOR, reason: 'x' };

describeOnEachPostgres('nobody opens the gate alone', (server) => {
  const open: ReleaseStage[] = [];
  afterEach(() => Promise.all(open.splice(0).map((stage) => stage.strike())));

  /** A production with a council, the packet of a release, and somebody who attacks. */
  const scene = async () => {
    const stage = await ReleaseStage.set(server);
    open.push(stage);
    const packet = await builtRelease(stage.production, 'REL-1');
    const { production, council } = stage;
    const attacker = new LoneAttacker(
      { council, read: (work) => production.read(work), url: production.url, operatorUrl: production.url },
      packet,
    );
    return { stage, packet, attacker, key: makeSecurityKey('ed25519') };
  };
  /** The trust of an operator who names their own key. */
  const ownTrust = (line: string): Trust => ({ keys: parseTrustFile(`${OPERATOR.actor} ${line}`), fault: null });
  const ask = ({ production }: ReleaseStage, packet: ReleasePacket, trust: Trust, proposer: Person = 'clerk') =>
    production.writeProduction((session) =>
      requestRelease(
        session,
        packet,
        { code: CODE, title: 'A test', proposer: emailOf(proposer), days: 1 },
        { ...BY, trust },
      ),
    );
  /** Leaves the evidence of a rehearsal in the packet, signed by a key. */
  const rehearse = async (stage: ReleaseStage, packet: ReleasePacket, key: ReturnType<typeof makeSecurityKey>) => {
    const rehearsed = await rehearseRelease(stage.clone.clone, packet, OPERATOR);
    storeRehearsal(packet.folder, rehearsed.performed, await signedRehearsal(stage.production, rehearsed, key));
    return readPacket(packet.folder);
  };
  const bound = async ({ production }: ReleaseStage) =>
    String((await production.sql(`select one_roof.bound_acts_digest('REL-1') as digest`))[0]?.['digest']);
  const apply = ({ production }: ReleaseStage, packet: ReleasePacket, { trust }: LoneAttacker) =>
    applyRelease(production.production, packet, CODE, { by: BY, trust });

  it('not whoever has the database role of Directus in mode simple', { timeout: 240_000 }, async ({ skip }) => {
    skip(NEEDS_PSQL !== null, NEEDS_PSQL ?? '');
    const { stage, packet, attacker, key } = await scene();
    const { production, council } = stage;
    // What people really signed, about something else.
    await council.request('APR-0');
    await council.approve('APR-0');
    await council.signWithKey('APR-0', 'president');
    const forged = await rehearse(stage, packet, key);
    await attacker.step('a request, with evidence that their own trust file vouches for', 'done', async () => {
      const { counted } = await ask(stage, forged, ownTrust(key.line));
      expect(counted).toHaveLength(1);
    });
    for (const person of SIGNERS)
      await attacker.step(`the vote of ${person}, in a forged session`, 'done', () => attacker.vote(CODE, person, key));
    await attacker.step('the signature of the president', 'done', () => attacker.sign(CODE, 'president', key));
    await attacker.step('a run permit', 'done', () => attacker.permit(CODE, 'council-1', key));
    await attacker.step('a setting that says that everything was verified', 'refused', () =>
      production.sql(`alter database "${production.name}" set one_roof.verified = ''`),
    );
    await attacker.step('applying it', 'refused', () => apply(stage, packet, attacker));

    const unguarded = (table: string, statement: string) =>
      production.sql(`
        begin;
        alter table one_roof.${table} disable trigger user;
        ${statement};
        do $$
        declare t record;
        begin
          for t in select tgname from pg_trigger where tgrelid = 'one_roof.${table}'::regclass and not tgisinternal loop
            execute format('alter table one_roof.${table} enable always trigger %I', t.tgname);
          end loop;
        end $$;
        commit`);
    await attacker.step('statements that people signed about something else, with the triggers off', 'done', () =>
      unguarded(
        'apr_approvals',
        `update one_roof.apr_approvals v set statement = h.statement, public_key = h.public_key, assertion = h.assertion
         from one_roof.apr_approvals h where v.request_code = '${CODE}' and h.request_code = 'APR-0' and h.approver = v.approver`,
      ),
    );
    await attacker.step('a release that says of itself that it is applied, with the triggers off', 'done', () =>
      unguarded('governance_release', `update one_roof.governance_release set status = 'applied', applied_at = now()`),
    );
    await attacker.step('and one that is ratified again', 'done', () =>
      unguarded('governance_release', `update one_roof.governance_release set status = 'ratified', applied_at = null`),
    );
    // On their word psql carries it out: the owners are there, and everything says that nobody ratified them.
    await attacker.step('psql, on their word', 'done', async () => attacker.runAll(await bound(stage)));
    expect(await production.sql(`select count(*)::int as own from one_roof.governance_object_ownership`)).toEqual([
      { own: 30 },
    ]);
  });

  it('not an operator with a packet of their own', { timeout: 240_000 }, async ({ skip }) => {
    skip(NEEDS_PSQL !== null, NEEDS_PSQL ?? '');
    const { stage, packet, attacker, key } = await scene();
    const tier = join(packet.folder, 'data', '30_ownership_seed.sql');
    const bytes = readFileSync(tier);
    await attacker.step('a tier of their own', 'refused', async () => {
      writeFileSync(tier, `commit;\n${bytes.toString()}`);
      await readPacket(packet.folder);
    });
    writeFileSync(tier, bytes);
    await attacker.step('evidence of a rehearsal written by hand', 'refused', async () => {
      const { statement } = await signedRehearsal(
        stage.production,
        await rehearseRelease(stage.clone.clone, packet, OPERATOR),
        key,
      );
      storeRehearsal(packet.folder, '2026-01-02T00:00:00.000Z', { statement, signature: null });
      await ask(stage, await readPacket(packet.folder), attacker.trust);
    });
    const own = await rehearse(stage, packet, key);
    await attacker.step('evidence by their own key, written into the table', 'refused', async () => {
      const { statement } = await signedRehearsal(
        stage.production,
        await rehearseRelease(stage.clone.clone, packet, OPERATOR),
        key,
      );
      await stage.production.sql(
        `insert into one_roof.governance_rehearsal (statement, signature, created_by) values ($1, $2, 'x')`,
        [statement, key.sign(statement, REHEARSAL_NAMESPACE)],
      );
      await ask(stage, own, attacker.trust);
    });
    await attacker.step('a request, with evidence that their own trust file vouches for', 'done', () =>
      ask(stage, own, ownTrust(key.line)),
    );
    await attacker.step('a permit by their own key', 'refused', () => attacker.permit(CODE, 'council-1', key));
    await attacker.step('applying it', 'refused', () => apply(stage, packet, attacker));
    await attacker.step('applying it with their own trust', 'refused', () =>
      applyRelease(stage.production.production, packet, CODE, { by: BY, trust: ownTrust(key.line) }),
    );
    await attacker.step('another release under its code', 'refused', async () => {
      const other = await builtRelease(stage.production, 'REL-2');
      await applyRelease(stage.production.production, { ...other, release: 'REL-1' }, CODE, {
        by: BY,
        trust: attacker.trust,
      });
    });
    await attacker.step('files that are swapped after they were read', 'refused', async () => {
      writeFileSync(tier, 'commit;');
      await apply(stage, packet, attacker);
    });
    writeFileSync(tier, bytes);
    await attacker.step('psql, with a digest of their own', 'refused', () => attacker.runAll('0'.repeat(64)));
    await attacker.step('psql, with the digest of what is bound', 'refused', async () =>
      attacker.runAll(await bound(stage)),
    );
  });

  it('not a proposer with keys of their own', { timeout: 240_000 }, async ({ skip }) => {
    skip(NEEDS_PSQL !== null, NEEDS_PSQL ?? '');
    const { stage, packet, attacker, key } = await scene();
    const { council } = stage;
    await council.request('APR-0');
    await council.approve('APR-0');
    const own = await rehearse(stage, packet, key);
    await attacker.step('a request of theirs, with evidence by their own key', 'refused', () =>
      ask(stage, own, attacker.trust),
    );
    await attacker.step('the same, where their trust file vouches for it', 'done', () =>
      ask(stage, own, ownTrust(key.line)),
    );
    for (const person of SIGNERS) {
      const { statement } = await council.signed(CODE, person, {
        act: 'vote',
        choice: 'approve',
        rationale: 'because',
      });
      const own = { public_key: key.line, statement, assertion: { signature: key.sign(statement) } };
      await attacker.step(
        `a statement in the name of ${person}, by their key and in their session`,
        'refused',
        async () => council.as('clerk', await council.voteStatement(CODE, person, 'approve', undefined, own)),
      );
    }
    await attacker.step('a vote of their own', 'refused', () => council.vote(CODE, 'clerk', 'approve', 'council'));
    await attacker.step('what people signed about another request, again', 'refused', () =>
      council.as(
        'clerk',
        `insert into apr_approvals (request_code, revision, revision_digest, approver, approver_user, approver_type, seat, decision, rationale,
           method, statement, public_key, assertion, created_by)
         select r.code, r.revision, r.revision_digest, v.approver, v.approver_user, v.approver_type, v.seat, v.decision, v.rationale,
           v.method, v.statement, v.public_key, v.assertion, 'x'
         from apr_approvals v, approval_requests r where v.request_code = 'APR-0' and r.code = '${CODE}'`,
      ),
    );
    await attacker.step('a sovereign signature', 'refused', () => attacker.sign(CODE, 'clerk', key));
    await attacker.step('a run permit', 'refused', () => attacker.permit(CODE, 'clerk', key));
    await attacker.step('applying it', 'refused', () => apply(stage, packet, attacker));
    await attacker.step('psql', 'refused', async () => attacker.runAll(await bound(stage)));
  });

  it('not a member of the council', { timeout: 240_000 }, async ({ skip }) => {
    skip(NEEDS_PSQL !== null, NEEDS_PSQL ?? '');
    const { stage, packet, attacker, key } = await scene();
    const { council } = stage;
    const pinned = council.keyOf('council-1');
    const own = await rehearse(stage, packet, pinned);
    await attacker.step('a request of somebody else, with evidence by the key of a person', 'refused', () =>
      ask(stage, own, attacker.trust),
    );
    await attacker.step('the same, where another trust file vouches for it', 'done', () =>
      ask(stage, own, ownTrust(pinned.line)),
    );
    await attacker.step('their vote', 'done', () => council.vote(CODE, 'council-1'));
    await attacker.step('their vote again', 'refused', () => council.vote(CODE, 'council-1'));
    await attacker.step('their vote by other keys', 'refused', () => attacker.vote(CODE, 'council-1', key));
    for (const person of ['council-2', 'president'] as const) {
      const { statement } = await council.signed(CODE, person, {
        act: 'vote',
        choice: 'approve',
        rationale: 'because',
      });
      const own = { public_key: pinned.line, statement, assertion: { signature: pinned.sign(statement) } };
      await attacker.step(`the vote of ${person}, by their pinned key`, 'refused', async () =>
        council.as('council-1', await council.voteStatement(CODE, person, 'approve', undefined, own)),
      );
    }
    await attacker.step('a sovereign signature by their pinned key', 'refused', () =>
      council.signWithKey(CODE, 'council-1'),
    );
    await attacker.step('a run permit by their pinned key', 'refused', () =>
      attacker.permit(CODE, 'council-1', pinned),
    );
    await attacker.step('applying it', 'refused', () => apply(stage, packet, attacker));
    await attacker.step('psql', 'refused', async () => attacker.runAll(await bound(stage)));
  });

  it('but all of them together do', { timeout: 240_000 }, async ({ skip }) => {
    skip(NEEDS_PSQL !== null, NEEDS_PSQL ?? '');
    const { stage, attacker } = await scene();
    const packet = await stage.rehearsed('REL-1');
    await ask(stage, packet, attacker.trust);
    await stage.ratify(packet);
    await stage.open(packet);
    expect(await attacker.passed()).toEqual(['gate READY', 'gate READY', 'decision GO', 'gate_check.sh READY\n']);
    await apply(stage, packet, attacker);
    expect(await attacker.passed()).toEqual([
      'gate APPLIED',
      'gate APPLIED',
      'release verify',
      'gate_check.sh APPLIED\n',
    ]);
  });
});
