import { afterEach, describe, expect, inject, it } from 'vitest';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { readiness } from '../../../src/governance/gate/readiness.ts';
import { insertOwners } from '../../harness/ownership/ownership-rows.ts';
import { describeOnEachPostgres } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';
import type { TestServer } from '../../harness/test-server.ts';

function openGates(server: TestServer) {
  const open: TestDatabase[] = [];
  afterEach(() => Promise.all(open.splice(0).map((db) => db.drop())));
  return async (kind?: 'production' | 'clone') => {
    const db = await TestDatabase.create(server, 'one_roof_reference');
    open.push(db);
    if (kind !== undefined) await db.declare(kind);
    return db;
  };
}

describeOnEachPostgres('the gate', (server) => {
  const create = openGates(server);

  it('is BLOCKED ospa<1 on the declared production database with a registered plan', async () => {
    const gate = await (await create('production')).read(evaluateGate);
    expect(gate).toMatchObject({ verdict: 'BLOCKED', blockers: ['no_release', 'ospa<1'], ospa: 0, gap: 210 });
    expect(gate.conditions.map(({ condition, name, ok }) => [condition, name, ok])).toEqual([
      [1, 'database', true],
      [2, 'release', false],
      [2, 'ospa', false],
      [2, 'holders', true],
      [3, 'own', true],
      [4, 'gap', true],
      [5, 'conflict', true],
      [6, 'emit', true],
      [7, 'relations', true],
      [8, 'views', true],
      [8, 'guards', true],
    ]);
    expect(gate.conditions.find(({ name }) => name === 'ospa')?.fix).toContain('president signs');
  });

  it('does not count rows of public.os_proposal_approvals, however many', async () => {
    const db = await create('production');
    await db.sql(`create table public.os_proposal_approvals (id serial primary key, status text, esignature_agreement boolean);
      insert into public.os_proposal_approvals (status, esignature_agreement) select 'approved', true from generate_series(1, 1000)`);
    expect(await db.read(evaluateGate)).toMatchObject({
      verdict: 'BLOCKED',
      blockers: ['no_release', 'ospa<1'],
      ospa: 0,
    });
  });
});

describe('the gate says', () => {
  const create = openGates(inject('postgres15'));
  const blockers = async (db: TestDatabase) => (await db.read(evaluateGate)).blockers;

  it('db_undeclared on a database that nobody declared', async () => {
    expect(await blockers(await create())).toEqual(['db_undeclared', 'no_release', 'ospa<1']);
  });

  it('db<>NAME on a clone', async () => {
    expect(await blockers(await create('clone'))).toEqual(['db<>one_roof_reference', 'no_release', 'ospa<1']);
  });

  it('own<>0 and gap<>210 once somebody owns something', async () => {
    const db = await create('clone');
    await insertOwners(db, { object: 'group:GRP-AI', scope: 'policy', owner: 'GOV-DOT', anchor: true });
    expect(await blockers(db)).toEqual(['db<>one_roof_reference', 'no_release', 'ospa<1', 'own<>0', 'gap<>210']);
  });

  it('conflict>0 where two parents disagree', async () => {
    const db = await create('clone');
    await db.sql(
      `insert into one_roof.governance_containment values ('collection', 'agents', 'group', 'GRP-BUSINESS', now(), 'test')`,
    );
    await insertOwners(
      db,
      { object: 'group:GRP-AI', scope: 'policy', owner: 'GOV-DOT', anchor: true },
      { object: 'group:GRP-BUSINESS', scope: 'policy', owner: 'GOV-MOIT', anchor: true },
    );
    expect(await blockers(db)).toContain('conflict>0');
  });

  it('emit>0 if a governance event got into the outbox past the guard', async () => {
    const db = await create('production');
    await db.sql(`
      alter table one_roof.event_outbox disable trigger trg_event_outbox_type_validate;
      insert into one_roof.event_outbox (event_domain, event_type, event_stream, delivery_lane, event_severity, event_subject_table, event_subject_ref,
        canonical_address, actor_ref, source_system, payload_classification, occurred_at, epoch, created_by)
      values ('governance', 'coverage.scan_completed', 'health', 'delayed', 'info', 't', 'r', 'a', 'x', 's', 'safe_metadata', now(), 1, 'test');
      alter table one_roof.event_outbox enable always trigger trg_event_outbox_type_validate`);
    expect(await blockers(db)).toEqual(['no_release', 'ospa<1', 'emit>0']);
  });

  it('relations_differ while a relation is there that no release installed', async () => {
    const db = await create('production');
    await db.sql(`create table one_roof.axis_registry ()`);
    expect(await blockers(db)).toEqual(['no_release', 'ospa<1', 'relations_differ']);
  });

  it('guard_disabled for a trigger that is disabled, fires only sometimes, or is gone', async () => {
    for (const change of ['disable trigger trg_ledger_chain', 'enable trigger trg_ledger_chain']) {
      const db = await create('production');
      await db.sql(`alter table one_roof.governance_ledger ${change}`);
      expect(await blockers(db)).toEqual(['no_release', 'ospa<1', 'guard_disabled']);
    }
    const db = await create('production');
    await db.sql(`drop trigger trg_ledger_chain on one_roof.governance_ledger`);
    expect(await blockers(db)).toEqual(['no_release', 'ospa<1', 'guard_disabled']);
  });

  it('views_missing, and never an exception, when a base view is gone', async () => {
    for (const view of ['v_object_owner_gap', 'v_object_owner_conflict', 'v_object_effective_owner']) {
      const db = await create('production');
      await db.sql(`drop view one_roof.${view} cascade`);
      const gate = await db.read(evaluateGate);
      expect(gate.verdict).toBe('BLOCKED');
      expect(gate.blockers).toContain('views_missing');
    }
  });

  it('BLOCKED, and never an exception, when what it is made of is gone', async () => {
    for (const drop of [
      'function one_roof.gate_conditions(text)',
      'function one_roof.ospa(text) cascade',
      'view one_roof.v_current_environment cascade',
      'function one_roof.object_owner_claim cascade',
      'table one_roof.governance_plan cascade',
    ]) {
      const db = await create('production');
      await db.sql(`drop ${drop}`);
      const gate = await db.read(evaluateGate);
      expect(gate.verdict, drop).toBe('BLOCKED');
      expect(gate.blockers, drop).not.toEqual([]);
    }
  });

  it('not_evaluated, with what PostgreSQL said, when it cannot be read in time', async () => {
    const db = await create('production');
    const gate = await withClient(db.url, async (client) => {
      await client.query('begin; lock table one_roof.governance_containment in access exclusive mode');
      return db.read(evaluateGate);
    });
    expect(gate).toMatchObject({ verdict: 'BLOCKED', blockers: ['not_evaluated'] });
    expect(gate.conditions.map(({ actual }) => actual)).toEqual(['canceling statement due to lock timeout']);
  });

  it('no_plan, and judges nothing else, before a plan is registered', async () => {
    const db = await create();
    await db.sql(
      `alter table one_roof.governance_plan disable trigger trg_plan_append_only; delete from one_roof.governance_plan; alter table one_roof.governance_plan enable always trigger trg_plan_append_only`,
    );
    const gate = await db.read(evaluateGate);
    expect(gate).toMatchObject({ verdict: 'BLOCKED', blockers: ['no_plan'], gap: null });
    expect(gate.conditions.filter(({ ok }) => ok !== null).map(({ name }) => name)).toEqual(['gap']);
  });

  it('the same in the readiness document, with five inactive event types and nothing emittable', async () => {
    const db = await create('production');
    expect(await db.read(readiness)).toMatchObject({
      gate: { verdict: 'BLOCKED', blockers: ['no_release', 'ospa<1'] },
      candidates: { states: 0, objects: 0, ruleset: expect.stringMatching(/^gov-rs-[0-9a-f]{12}$/) as string },
      events: { active: 0, inactive: 5, emittable: 0 },
    });
  });

  it('is a pure read: it works in a READ ONLY transaction, gets no transaction id and takes no lock that a standby does not have', async () => {
    const db = await create('production');
    const left = await db.read(async (session) => {
      await evaluateGate(session);
      return (
        await session.query(`
          select pg_current_xact_id_if_assigned() as xid, array_agg(distinct mode) as modes
          from pg_locks where pid = pg_backend_pid() and locktype <> 'virtualxid'`)
      ).rows;
    });
    expect(left).toEqual([{ xid: null, modes: ['AccessShareLock'] }]);
  });
});
