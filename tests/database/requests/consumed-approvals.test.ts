import { expect, it } from 'vitest';
import { applyRequest } from '../../../src/governance/ratification/handlers/apply-request.ts';
import { emailOf } from '../../harness/council.ts';
import { seatedCouncils } from '../../harness/councils/seated-councils.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import type { TestDatabase } from '../../harness/test-database.ts';

// An approval is used once, for good: whatever becomes of what it did.

const TYPE = { event_domain: 'governance', event_type: 'coverage.scan_completed' };

describeOnEachPostgres('approvals are used once', (server) => {
  const seated = seatedCouncils(server);
  const council = async () => {
    const { db, people } = await seated();
    const ratified = async (code: string, request: Record<string, unknown>) => {
      await people.request(code, { packet_tree_sha256: null, plan_digest: null, ...request });
      await people.approve(code);
      await people.signWithKey(code, 'president');
    };
    const apply = (code: string) =>
      db.writeProduction((session) =>
        applyRequest(session, code, { actor: 'operator:test', actorKind: 'operator', reason: 'a test' }, people.trust),
      );
    return { db, people, ratified, apply };
  };
  const refusal = async (promise: Promise<unknown>) => {
    const { code, message } = await rejectionOf(promise);
    return `${String(code)} ${message}`;
  };

  it('stopping an event type does not revive the approval that activated it', async () => {
    const { db, people, ratified, apply } = await council();
    await ratified('APR-1', {
      subject: 'event:governance.coverage.scan_completed',
      proposed_action_code: 'activate_event_type',
      proposed_action: TYPE,
    });
    await apply('APR-1');
    expect(await people.status('APR-1')).toBe('applied');
    await db.sql(`select one_roof.activate_event_type('governance', 'coverage.scan_completed', null, false)`);
    expect(await people.status('APR-1')).toBe('applied');
    expect(await refusal(apply('APR-1'))).toMatch(/^OR053 .*applied before/);
    const again = `select one_roof.activate_event_type('governance', 'coverage.scan_completed', 'APR-1')`;
    expect(await refusal(db.sql(again))).toMatch(/^OR053 .*applied before/);
    expect(
      await db.sql(`select active from one_roof.event_type_registry where event_type = $1`, [TYPE.event_type]),
    ).toEqual([{ active: false }]);
  });

  it('a request about seats is used once, also where what it did was undone by another', async () => {
    const { db, people, ratified, apply } = await council();
    const fill = { change: 'fill', seat: 'council', person: emailOf('council-3'), user: people.ids['council-3'] };
    const seats = { subject: 'seats', proposed_action_code: 'delegate_authority' };
    await ratified('APR-1', { ...seats, proposed_action: { seats: [fill] } });
    await apply('APR-1');
    await ratified('APR-2', { ...seats, proposed_action: { seats: [{ ...fill, change: 'vacate' }] } });
    await apply('APR-2');
    expect(await refusal(apply('APR-1'))).toMatch(/^OR053 .*applied before/);
    expect(
      await db.sql(`select request_code::text, handler_ref from one_roof.governance_consumed_approval order by 1`),
    ).toEqual([
      { request_code: 'APR-1', handler_ref: 'one-roof:delegate_authority' },
      { request_code: 'APR-2', handler_ref: 'one-roof:delegate_authority' },
    ]);
  });

  it('that an approval was used is neither made up, nor changed, nor removed', async () => {
    const { db, people, ratified, apply } = await council();
    await people.request('APR-1');
    const used = `insert into one_roof.governance_consumed_approval (request_code, handler_ref) values ('APR-1', 'x')`;
    expect(await refusal(db.sql(used))).toMatch(/^OR059 .*found status pending/);
    await ratified('APR-2', {
      subject: 'policy',
      proposed_action_code: 'delegate_authority',
      proposed_action: { policy: await policyOf(db) },
    });
    await apply('APR-2');
    for (const statement of ['delete from', 'truncate']) {
      expect(await refusal(db.sql(`${statement} one_roof.governance_consumed_approval`)), statement).toMatch(/^OR003 /);
    }
    expect(await refusal(db.sql(`update one_roof.governance_consumed_approval set handler_ref = 'x'`))).toMatch(
      /^OR003 /,
    );
  });
});

/** The columns of a policy that a request names, as they are in force. */
async function policyOf(db: TestDatabase): Promise<unknown> {
  const [row] =
    await db.sql(`select to_jsonb(p) - array['id', 'approval_ref', 'xid', 'created_at', 'created_by'] as policy
    from one_roof.governance_policy p order by id desc limit 1`);
  return row?.['policy'];
}
