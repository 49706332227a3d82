import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { ErrorDetail } from '../../../src/contract/errors.ts';
import { readDecision } from '../../../src/governance/decision/decide.ts';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import type { Trust } from '../../../src/governance/ratification/read-trust.ts';
import { requestDetail } from '../../../src/governance/ratification/requests/request-detail.ts';
import { parseTrustFile } from '../../../src/signing/trust/trust-file.ts';
import type { RehearsalEvidence } from '../../../src/governance/rehearsal/judge-rehearsal.ts';
import { REHEARSAL_NAMESPACE } from '../../../src/governance/rehearsal/rehearsal-statement.ts';
import { readPacket } from '../../../src/governance/release/packet/read-packet.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { readRelease } from '../../../src/governance/release/read-releases.ts';
import { rehearseRelease } from '../../../src/governance/release/execution/rehearse-release.ts';
import type { Rehearsed } from '../../../src/governance/release/execution/rehearse-release.ts';
import { releaseStatus } from '../../../src/governance/gate/release-status.ts';
import { requestRelease } from '../../../src/governance/release/request-release.ts';
import { storeRehearsal } from '../../../src/governance/release/packet/store-rehearsal.ts';
import { builtRelease } from '../../harness/releases/built-release.ts';
import { emailOf } from '../../harness/council.ts';
import { REHEARSAL_KEY, signedRehearsal } from '../../harness/releases/rehearsals.ts';
import { OPERATOR, ReleaseStage } from '../../harness/releases/release-stage.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { makeSecurityKey } from '../../harness/councils/ssh-keys.ts';

// A rehearsal is what a pinned key attests. What anybody else wrote beside a packet, or into the table, counts for nothing.

describe('evidence of a rehearsal', () => {
  let stage: ReleaseStage;
  let packet: ReleasePacket;
  let rehearsed: Rehearsed;
  let attested: RehearsalEvidence & { signature: string };
  const forger = makeSecurityKey('ed25519');
  beforeAll(async () => {
    stage = await ReleaseStage.set(inject('postgres15'));
    packet = await builtRelease(stage.production, 'REL-1');
    rehearsed = await rehearseRelease(stage.clone.clone, packet, OPERATOR);
    attested = await signedRehearsal(stage.production, rehearsed);
  }, 60_000);
  afterAll(() => stage.strike());

  const keep = ({ statement, signature }: RehearsalEvidence) =>
    stage.production.writeProduction(async (session) => {
      await session.query(`select set_config('one_roof.reason', 'x', true)`);
      await session.query(`insert into governance_rehearsal (statement, signature, created_by) values ($1, $2, 'x')`, [
        statement,
        signature,
      ]);
    });
  const trust = () => stage.council.trust;
  const ask = (read: ReleasePacket, by: Trust) =>
    stage.production.writeProduction((session) =>
      requestRelease(
        session,
        read,
        { code: 'APR-REL-1', title: 'A test', proposer: emailOf('clerk'), days: 1 },
        { ...OPERATOR, reason: 'x', trust: by },
      ),
    );

  it('counts for nothing unsigned, by another key, for another packet, clone or production, and with other figures', async () => {
    const edited = (from: string, to: string) => ({ ...attested, statement: attested.statement.replace(from, to) });
    const other = '1'.repeat(64);
    const byCouncil = { ...rehearsed, signer: emailOf('council-1') };
    const evidence: [RehearsalEvidence, string][] = [
      [{ ...attested, signature: null }, 'unsigned'],
      [await signedRehearsal(stage.production, rehearsed, forger), 'key_unpinned'],
      // The keys of people are pinned for what people sign.
      [await signedRehearsal(stage.production, byCouncil, stage.council.keyOf('council-1')), 'key_unpinned'],
      [{ ...attested, signature: REHEARSAL_KEY.sign(attested.statement, 'one-roof') }, 'signature_invalid'],
      [await signedRehearsal(stage.production, { ...rehearsed, packet: other }), 'statement_mismatch'],
      [
        await signedRehearsal(stage.production, { ...rehearsed, production: `${randomUUID()}/1` }),
        'statement_mismatch',
      ],
      [edited(`clone: ${rehearsed.clone}`, `clone: ${randomUUID()}/1`), 'signature_invalid'],
      [edited(rehearsed.database, 'directus_gov_test_other'), 'signature_invalid'],
      [edited(`after_apply: ${rehearsed.after_apply}`, `after_apply: ${other}`), 'signature_invalid'],
      [edited('mode: TXN', 'mode: SNAP'), 'signature_invalid'],
      [{ ...attested, statement: 'It went well.\n' }, 'statement_mismatch'],
    ];
    for (const [index, [one]] of evidence.entries())
      storeRehearsal(packet.folder, new Date(Date.UTC(2026, 0, 2) + index).toISOString(), one);

    const read = await readPacket(packet.folder);
    expect(read.packetTree).toBe(packet.packetTree);
    const { message, extensions } = await rejectionOf(ask(read, trust()));
    const { found = '', fix } = extensions as ErrorDetail;
    expect(message).toBe('No rehearsal of REL-1 counts, so the gate could not open for it');
    expect(found.match(/(?<=does not count: )\w+/g)).toEqual(evidence.map(([, problem]) => problem));
    expect(fix).toContain(`namespaces="${REHEARSAL_NAMESPACE}" ${forger.line}`);
    expect(fix).toContain(`\`one-roof release rehearse ${packet.folder} --on CLONE --key FILE\``);
    expect(await rejectionOf(ask(packet, trust()))).toMatchObject({ extensions: { found: 'none' } });
    expect(
      await stage.production.sql(`
        select (select count(*)::int from one_roof.governance_rehearsal) as rehearsals, (select count(*)::int from one_roof.governance_release) as releases,
          (select count(*)::int from one_roof.approval_requests) as requests`),
    ).toEqual([{ rehearsals: 0, releases: 0, requests: 0 }]);
    await keep(await signedRehearsal(stage.production, { ...rehearsed, mode: 'SNAP' }, forger));
    expect((await rejectionOf(ask(packet, trust()))).message).toMatch(/^No rehearsal of REL-1 counts/);
  });

  it('that somebody wrote into the table opens neither the gate, nor a blocker, nor the release, and everything says so', async () => {
    // Whoever files it has a trust file of their own, which vouches for the key.
    const own = parseTrustFile(`${OPERATOR.actor} namespaces="${REHEARSAL_NAMESPACE}" ${forger.line}`);
    const { counted } = await ask(await readPacket(packet.folder), { keys: own, fault: null });
    expect(counted).toHaveLength(1);
    await stage.ratify(packet);
    await stage.open(packet);
    const { gate, decision, detail, status, release } = await stage.production.read(async (session) => ({
      gate: await evaluateGate(session, trust(), 'REL-1'),
      decision: await readDecision(session, trust()),
      detail: await requestDetail(session, { code: 'APR-REL-1' }, { user: null, all: true }, trust()),
      status: await releaseStatus(session, 'REL-1', trust()),
      release: await readRelease(session, { code: 'REL-1' }, trust()),
    }));
    expect(detail.rehearsal).toBeNull();
    expect(gate).toMatchObject({ verdict: 'BLOCKED', blockers: ['not_rehearsed'] });
    const condition = gate.conditions.find(({ name }) => name === 'rehearsal');
    expect(condition?.actual).toMatch(
      /^0, and 2 without a signature that verifies: on directus_gov_test_\w+: key_unpinned/,
    );
    expect(condition?.fix).toContain(`namespaces="${REHEARSAL_NAMESPACE}" ${forger.line}`);
    expect(decision.blockers.filter(({ id }) => /REHEARSAL|ROLLBACK|INPUT/.test(id)).map(({ state }) => state)).toEqual(
      ['open', 'open', 'open'],
    );
    expect(status).toMatchObject([
      {
        rehearsals: 0,
        unproven_rehearsals: 2,
        next: expect.stringMatching(/^its rehearsal does not count, because no pinned key signed/) as string,
      },
    ]);
    expect(release).toMatchObject({ rehearsals: 0, rehearsal_list: [] });
    expect((await rejectionOf(stage.apply(packet))).message).toBe(
      'no rehearsal of exactly this packet is recorded for release REL-1',
    );
  });

  it('cannot say in its row what nobody signed', async () => {
    const short = { ...attested, statement: attested.statement.replace(/\nmode: TXN/, '') };
    expect((await rejectionOf(keep(short))).message).toContain('null value in column "mode"');
    const [first = '', ...rest] = attested.statement.split('\n');
    const twice = { ...attested, statement: [first, `release: REL-2`, ...rest].join('\n') };
    expect((await rejectionOf(keep(twice))).message).toContain('governance_rehearsal_statement_check');
  });

  it('counts where a pinned key signed it, and only while that is pinned', async () => {
    await keep(attested);
    const judged = async () =>
      (await stage.production.read((session) => evaluateGate(session, trust(), 'REL-1'))).verdict;
    expect(await judged()).toBe('READY');
    const people = trust().keys.filter(({ namespaces }) => !(namespaces?.includes(REHEARSAL_NAMESPACE) ?? false));
    const gate = await stage.production.read((session) =>
      evaluateGate(session, { keys: people, fault: null }, 'REL-1'),
    );
    expect(gate.blockers).toEqual(['not_rehearsed']);
    expect((await stage.apply(packet)).figures['own']).toBe(30);
  });
});
