import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { requestCalls } from '../../../src/governance/ratification/requests/request-calls.ts';
import { requestDetail } from '../../../src/governance/ratification/requests/request-detail.ts';
import { digestWords } from '../../../src/signing/digest-words.ts';
import { readRelease } from '../../../src/governance/release/read-releases.ts';
import { requestText } from '../../../src/cli/commands/request/request-text.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { requestRelease } from '../../../src/governance/release/request-release.ts';
import { emailOf } from '../../harness/council.ts';
import { OPERATOR, ReleaseStage } from '../../harness/releases/release-stage.ts';
import { rejectionOf } from '../../harness/servers.ts';

describe('whoever signs a release sees what changes', () => {
  let stage: ReleaseStage;
  let packet: ReleasePacket;
  beforeAll(async () => {
    stage = await ReleaseStage.set(inject('postgres15'));
    packet = await stage.rehearsed('REL-1');
    await stage.ask(packet);
  }, 60_000);
  afterAll(() => stage.strike());
  const seen = () =>
    stage.production.read((session) =>
      requestDetail(session, { code: 'APR-REL-1' }, { user: null, all: true }, stage.council.trust),
    );

  it('in the content whose digest they sign, cell by cell, with a digest of all', async () => {
    const [row] = await stage.production.sql(
      `select revision_content from one_roof.approval_requests where code = 'APR-REL-1'`,
    );
    const content = JSON.parse(String(row?.['revision_content'])) as { proposed_action: { changes: unknown } };
    expect(content.proposed_action.changes).toEqual(packet.changes);
    expect(packet.changes.cells).toBe(210);
    expect(packet.changes.by_owner.reduce((sum, { cells }) => sum + cells, 0)).toBe(210);
    expect(packet.changes.list[0]).toEqual({
      object: 'collection:agents',
      scope: 'approval',
      was: 'gap',
      will: 'owned_inherited GOV-DOT',
    });
  });

  it('on the page, in the terminal, in the notification and with the release', async () => {
    const request = await seen();
    expect(request.changes).toEqual(packet.changes);
    expect(request.packet_words).toBe(digestWords(packet.packetTree));
    const text = String(requestText(request));
    expect(text).toContain('What changes:\n');
    expect(text).toContain('collection:agents · approval: gap → owned_inherited GOV-DOT (Tool Governance)');
    expect(text).toContain(request.packet_words);
    const calls = await stage.production.read((session) => requestCalls(session, 'APR-REL-1'));
    expect(String(calls[0]?.message)).toContain('gap → owned\\_inherited GOV-DOT (Tool Governance)');
    expect(
      (await stage.production.read((session) => readRelease(session, { code: 'REL-1' }, stage.council.trust))).changes,
    ).toEqual(packet.changes);
  });

  it(
    'and nothing else happens: a request that lists other cells than the packet changes is not carried out',
    { timeout: 120_000 },
    async () => {
      const { council } = stage;
      await council.as(
        'clerk',
        `update approval_requests set withdrawn_at = now(), withdrawn_reason = 'no' where code = 'APR-REL-1'`,
      );
      // What people read is harmless: the first cell stays a gap.
      const [first, ...list] = packet.changes.list;
      const harmless = {
        ...packet,
        changes: { ...packet.changes, list: first === undefined ? [] : [{ ...first, will: 'gap' }, ...list] },
      };
      await stage.production.writeProduction((session) =>
        requestRelease(
          session,
          harmless,
          { code: 'APR-OTHER', title: 'A test', proposer: emailOf('clerk'), days: 1 },
          { ...OPERATOR, reason: 'x', trust: stage.council.trust },
        ),
      );
      await council.approve('APR-OTHER');
      await council.signWithKey('APR-OTHER', 'president');
      await stage.open(packet);
      const refused = await rejectionOf(stage.apply(packet, { request: 'APR-OTHER' }));
      expect(refused).toMatchObject({
        code: 'ONE_ROOF_PRECONDITION_FAILED',
        message: 'APR-OTHER asks for other cells than release REL-1 changes',
        extensions: { reason: 'other_changes' },
      });
      expect(await stage.production.sql(`select count(*)::int as n from one_roof.governance_object_ownership`)).toEqual(
        [{ n: 0 }],
      );
    },
  );
});
