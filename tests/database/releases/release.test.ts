import { expect, it } from 'vitest';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { listReleases, readRelease } from '../../../src/governance/release/read-releases.ts';
import { releaseStatus } from '../../../src/governance/gate/release-status.ts';
import { verifyRelease } from '../../../src/governance/release/verify-release.ts';
import { parseRehearsal } from '../../../src/governance/rehearsal/rehearsal-statement.ts';
import { ReleaseStage } from '../../harness/releases/release-stage.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';

const BEFORE = { objects: 35, scopes: 6, cells: 210, own: 0, gap: 210, conflict: 0, effective: 0, outbox: 0 };
const AFTER = { ...BEFORE, own: 30, gap: 0, effective: 240 };

/** The end state as tier 8 prints it, by server: what the last test compares. */
const endStates: unknown[] = [];

describeOnEachPostgres('the reference release', (server) => {
  it('goes live in production, once, and comes back to the byte', { timeout: 60_000 }, async () => {
    const stage = await ReleaseStage.set(server);
    const { production } = stage;
    const gate = async () => {
      const { verdict, release, blockers } = await production.read((session) =>
        evaluateGate(session, stage.council.trust, 'REL-1'),
      );
      return { verdict, release, blockers };
    };
    const next = async () =>
      (await production.read((session) => releaseStatus(session, 'REL-1', stage.council.trust)))[0]?.next;
    try {
      const packet = await stage.rehearsed('REL-1');
      const [endStateTable] = /^select key as figure[^;]*/m.exec(packet.sql.get('90_verify.sql') ?? '') ?? [''];
      const endState = () => production.read(async (session) => (await session.query(endStateTable)).rows);
      const untouched = await endState();
      expect(packet.manifest).toMatchObject({ kind: 'foundation', from: BEFORE, to: AFTER });
      await stage.ask(packet);
      expect(await gate()).toEqual({ verdict: 'BLOCKED', release: 'REL-1', blockers: ['ospa<1'] });
      expect(await next()).toContain('people decide about APR-REL-1, which is pending');
      await stage.council.approve('APR-REL-1');
      expect(await next()).toContain(
        'signs APR-REL-1, which is approved: one-roof request statement APR-REL-1 --act sign --as EMAIL',
      );
      await stage.council.signWithKey('APR-REL-1', 'president');
      expect(await gate()).toEqual({ verdict: 'READY', release: 'REL-1', blockers: [] });
      expect(await next()).toContain('one-roof release permit REL-1 --ssh FILE --as EMAIL');
      await stage.open(packet);

      // A dry run does everything and keeps nothing, not even that the window was used.
      const dry = await stage.apply(packet, { dryRun: true });
      expect(dry.figures).toMatchObject(AFTER);
      const run = await stage.apply(packet);
      expect(run.figures).toMatchObject(AFTER);
      const rehearsed = parseRehearsal(packet.rehearsals[0]?.statement ?? '');
      expect(run.entry.sha256).toBe(rehearsed?.before);
      expect(run.exit.sha256).toBe(rehearsed?.after_apply);
      expect(await gate()).toEqual({ verdict: 'APPLIED', release: 'REL-1', blockers: [] });
      const verified = await production.read((session) => verifyRelease(session, 'REL-1', stage.council.trust));
      expect(verified).toMatchObject({ ok: true });
      endStates.push(await endState());
      expect(endStates.at(-1)).toContainEqual({ figure: 'assertions', found: verified.assertions, expected: null });
      expect(untouched).not.toContainEqual({ figure: 'assertions', found: verified.assertions, expected: null });
      expect(
        await production.sql(
          `select distinct created_by, approval_ref, source_design_ref, is_inherited_anchor from one_roof.governance_object_ownership`,
        ),
      ).toEqual([
        {
          created_by: 'PROD_OWNERSHIP_SEED_REL-1',
          approval_ref: 'APR-REL-1',
          source_design_ref: 'plan',
          is_inherited_anchor: true,
        },
      ]);

      expect(await rejectionOf(stage.apply(packet))).toMatchObject({
        code: 'OR073',
        message: 'release REL-1 is applied already',
      });

      const back = await stage.rollBack(packet);
      expect(back).toMatchObject({ done: true, figures: BEFORE });
      expect(back.exit.sha256).toBe(run.entry.sha256);
      expect(await endState()).toEqual(untouched);
      const again = await stage.rollBack(packet);
      expect(again).toMatchObject({ done: false, figures: BEFORE });
      expect([again.entry.sha256, again.exit.sha256]).toEqual([run.entry.sha256, run.entry.sha256]);
      expect(await rejectionOf(stage.apply(packet))).toMatchObject({
        code: 'OR073',
        message: 'release REL-1 is rolled back already',
      });
      expect(await gate()).toMatchObject({ verdict: 'BLOCKED' });

      // What the pages show of it.
      const listed = await production.read((session) =>
        listReleases(session, { limit: 10, sort: '-created_at' }, stage.council.trust),
      );
      expect(listed.rows).toMatchObject([
        { release: 'REL-1', kind: 'foundation', status: 'rolled_back', request: 'APR-REL-1', rehearsals: 1 },
      ]);
      const detail = await production.read((session) => readRelease(session, { code: 'REL-1' }, stage.council.trust));
      expect(detail).toMatchObject({
        from: BEFORE,
        to: AFTER,
        entry_fingerprint: run.entry.sha256,
        exit_fingerprint: run.exit.sha256,
        rehearsal_list: [{ database: stage.clone.name, mode: 'TXN' }],
      });
      expect(detail.tiers.map(({ tier }) => tier)).toEqual([0, 3, 8]);
      expect(detail.runs.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(
        expect.arrayContaining(['apply applied', 'rollback rolled_back']),
      );

      // What happened is history and stays: the log, written beside each transaction, and the used window.
      const [log] = await production.sql(`
        select jsonb_path_query_array(log, '$[*].outcome') as outcomes,
          (select count(*)::int from one_roof.governance_build_authorization where consumed_at is not null) as used
        from one_roof.governance_release`);
      expect(log).toEqual({
        outcomes: ['dry_run', 'applied', 'refused', 'rolled_back', 'nothing_to_do', 'refused'],
        used: 1,
      });
    } finally {
      await stage.strike();
    }
  });
});

it('comes to the same on PostgreSQL 15 and 18: the end-state table, and the digest of what is asserted', () => {
  const [on15, on18] = endStates;
  expect(on15).toHaveLength(Object.keys(AFTER).length + 2);
  expect(on18).toEqual(on15);
});
