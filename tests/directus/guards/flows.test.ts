import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { DirectusClient } from '../../../hosts/directus-client.ts';
import { DirectusStack } from '../../harness/directus/directus-stack.ts';

interface Step {
  key: string;
  type: string;
  options?: Record<string, unknown>;
}

const { objects, cells } = inject('reference');

describe('a flow with a webhook trigger', () => {
  let stack: DirectusStack;
  let admin: DirectusClient;
  beforeAll(async () => {
    stack = await DirectusStack.start('one_roof_reference', { declared: 'production' });
    admin = await stack.admin();
  });
  afterAll(() => stack.stop());

  const say = (text: string): Step => ({
    key: `say_${text}`,
    type: 'transform',
    options: { json: { path: text, last: '{{ $last }}' } },
  });

  /** Creates a flow whose first step goes on to one step or the other, triggers it, deletes it and returns what it returned. */
  async function run(first: Step, resolve: Step, reject: Step): Promise<unknown> {
    const flow = await admin.create('/flows', {
      name: first.key,
      status: 'active',
      trigger: 'webhook',
      accountability: 'all',
      options: { method: 'POST', return: '$last' },
    });
    const create = (step: Step, x: number, y: number, links: Record<string, string> = {}) =>
      admin.create('/operations', {
        ...step,
        flow,
        name: step.key,
        position_x: x,
        position_y: y,
        options: step.options ?? {},
        ...links,
      });
    const [onResolve, onReject] = [await create(resolve, 30, 1), await create(reject, 30, 20)];
    const operation = await create(first, 10, 1, { resolve: onResolve, reject: onReject });
    await admin.must('PATCH', `/flows/${flow}`, { operation });
    const returned = await admin.must('POST', `/flows/trigger/${flow}`, {});
    await admin.must('DELETE', `/flows/${flow}`); // Directus 12 Core allows five
    return returned;
  }

  it('runs Scan coverage and goes on with its result', async () => {
    const answer = await run({ key: 'scan', type: 'one-roof-scan-coverage' }, say('resolved'), say('rejected'));
    expect(answer).toMatchObject({
      path: 'resolved',
      last: {
        status: 'completed',
        coverage: { objects, gap_cells: cells },
        ruleset: expect.stringMatching(/^gov-rs-/) as string,
      },
    });
    const { run_id } = (answer as { last: { run_id: string } }).last;
    expect(
      await stack.db.sql(`select status, created_by from one_roof.candidate_scan_run where run_id = $1`, [run_id]),
    ).toEqual([{ status: 'completed', created_by: expect.stringMatching(/^directus:/) as string }]);
  });

  it('branches on the number of gaps, with the same facts on either path', async () => {
    expect(
      await run(
        { key: 'scan', type: 'one-roof-scan-coverage', options: { maximum_gaps: cells - 1 } },
        say('resolved'),
        say('rejected'),
      ),
    ).toMatchObject({
      path: 'rejected',
      last: {
        code: 'ONE_ROOF_COVERAGE_BELOW_TARGET',
        message: `${cells} cells are gaps`,
        coverage: { gap_cells: cells },
      },
    });
    expect(
      await run(
        { key: 'scan', type: 'one-roof-scan-coverage', options: { maximum_gaps: cells } },
        say('resolved'),
        say('rejected'),
      ),
    ).toMatchObject({ path: 'resolved' });
  });

  it('refuses an option that is no number', async () => {
    expect(
      await run(
        { key: 'scan', type: 'one-roof-scan-coverage', options: { maximum_gaps: 'many' } },
        say('resolved'),
        say('rejected'),
      ),
    ).toMatchObject({ path: 'rejected', last: { code: 'ONE_ROOF_BAD_REQUEST' } });
  });

  it('Check gate takes the failure path while BLOCKED, and names the blockers and what to do', async () => {
    expect(await run({ key: 'gate', type: 'one-roof-check-gate' }, say('resolved'), say('rejected'))).toMatchObject({
      path: 'rejected',
      last: {
        code: 'ONE_ROOF_GATE_BLOCKED',
        verdict: 'BLOCKED',
        blockers: ['no_release', 'ospa<1'],
        message: 'The gate is BLOCKED: no_release; ospa<1',
        extensions: { fix: expect.stringContaining('president signs') as string },
      },
    });
  });

  it('Check gate goes on with the verdict if that is what is asked for', async () => {
    expect(
      await run(
        { key: 'gate', type: 'one-roof-check-gate', options: { on_blocked: 'resolve' } },
        say('resolved'),
        say('rejected'),
      ),
    ).toMatchObject({
      path: 'resolved',
      last: { verdict: 'BLOCKED', blockers: ['no_release', 'ospa<1'] },
    });
  });

  it('Emit governance event takes the failure path while its type is inactive, and says which; nothing is written', async () => {
    const options = { event_type: 'backfill.sweep_completed', subject: 'project:coverage' };
    expect(
      await run({ key: 'emit', type: 'one-roof-emit-event', options }, say('resolved'), say('rejected')),
    ).toMatchObject({
      path: 'rejected',
      last: {
        code: 'ONE_ROOF_EVENT_TYPE_INACTIVE',
        status: 422,
        message: 'event_type_registry: (governance, backfill.sweep_completed) is inactive',
        extensions: { fix: expect.stringContaining('activate_event_type') as string },
      },
    });
    expect(
      await run(
        { key: 'emit_wrong', type: 'one-roof-emit-event', options: { payload: '[' } },
        say('resolved'),
        say('rejected'),
      ),
    ).toMatchObject({
      last: { code: 'ONE_ROOF_BAD_REQUEST' },
    });
    expect(await stack.db.sql(`select count(*)::int from one_roof.event_outbox`)).toEqual([{ count: 0 }]);
  });

  it('Emit governance event resolves with where the event stands, once its type is active: by whom it is the user', async () => {
    // Nobody can ratify it in this version, so the owner of the schema lets it pass.
    await stack.db.sql(`
      alter table one_roof.event_type_registry disable trigger trg_event_type_guard;
      update one_roof.event_type_registry set active = true, activated_by = 'test', activation_approval_ref = 'TEST' where event_type = 'backfill.sweep_completed';
      alter table one_roof.event_type_registry enable always trigger trg_event_type_guard`);
    const options = { event_type: 'backfill.sweep_completed', subject: 'agents', payload: { swept: 3 } };
    expect(
      await run({ key: 'emit_active', type: 'one-roof-emit-event', options }, say('resolved'), say('rejected')),
    ).toMatchObject({
      path: 'resolved',
      last: { emitted: true, epoch: 2 },
    });
    expect(
      await stack.db.sql(`select canonical_address, actor_ref, source_system, safe_payload from one_roof.event_outbox`),
    ).toEqual([
      {
        canonical_address: 'collection:agents',
        actor_ref: expect.stringMatching(/^directus:[0-9a-f-]{36}$/) as string,
        source_system: 'directus-flow',
        safe_payload: { swept: 3 },
      },
    ]);
    const withSecret = { ...options, payload: { a: { Token: 1 } } };
    expect(
      await run(
        { key: 'emit_secret', type: 'one-roof-emit-event', options: withSecret },
        say('resolved'),
        say('rejected'),
      ),
    ).toMatchObject({
      path: 'rejected',
      last: { code: 'ONE_ROOF_EVENT_PAYLOAD_REFUSED' },
    });
  });

  it('takes the failure path of both when One-Roof cannot answer', async () => {
    await stack.db.sql(`alter schema one_roof rename to gone`);
    expect(await run({ key: 'scan', type: 'one-roof-scan-coverage' }, say('resolved'), say('rejected'))).toMatchObject({
      path: 'rejected',
      last: { code: 'ONE_ROOF_NOT_READY' },
    });
    expect(
      await run(
        { key: 'gate', type: 'one-roof-check-gate', options: { on_blocked: 'resolve' } },
        say('resolved'),
        say('rejected'),
      ),
    ).toMatchObject({ path: 'rejected', last: { code: 'ONE_ROOF_NOT_READY' } });
    await stack.db.sql(`alter schema gone rename to one_roof`);
  });
});
