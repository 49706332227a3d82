import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { asOneRoofError } from '../../../src/governance/errors/as-one-roof-error.ts';
import { readPacket } from '../../../src/governance/release/packet/read-packet.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { applyRelease } from '../../../src/governance/release/execution/apply-release.ts';
import { rehearseRelease } from '../../../src/governance/release/execution/rehearse-release.ts';
import { permitCovers } from '../../../src/governance/release/permit-run.ts';
import { builtRelease } from '../../harness/releases/built-release.ts';
import { OPERATOR, ReleaseStage } from '../../harness/releases/release-stage.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { withClient } from '../../harness/with-client.ts';
import { askPastTheProgram } from '../../harness/releases/ask-past-the-program.ts';

// Every way in which a release must not go live, one after the other on one production database that stays as it is.

describe('a release is refused', () => {
  let stage: ReleaseStage;
  let packet: ReleasePacket;
  beforeAll(async () => {
    stage = await ReleaseStage.set(inject('postgres15'));
    packet = await stage.rehearsed('REL-1');
  });
  afterAll(() => stage.strike());

  /** Refusal as the program would end: its exit code, its message. */
  const refusal = async (promise: Promise<unknown>) => {
    const thrown = await rejectionOf(promise);
    const known = asOneRoofError(thrown);
    return `${known === null ? 'error' : known.exitCode} ${thrown.message}`;
  };
  const apply = () => refusal(stage.apply(packet));
  /** A statement with the guard of windows off. */
  const forgeWindow = (set: string) =>
    stage.production.sqlAsSuperuser(`
      begin;
      alter table one_roof.governance_build_authorization disable trigger trg_authorization_guard;
      update one_roof.governance_build_authorization set ${set} where revoked_at is null and consumed_at is null;
      alter table one_roof.governance_build_authorization enable always trigger trg_authorization_guard;
      commit`);
  /** While somebody else has done this in a transaction that is open. */
  const meanwhile = (statement: string, work: () => Promise<unknown>) =>
    withClient(stage.production.url, async (client) => {
      await client.query(`begin; set local one_roof.reason = 'a test'; ${statement}`);
      try {
        return await work();
      } finally {
        await client.query('rollback');
      }
    });

  it('without a request, a rehearsal of exactly this packet, a ratification', async () => {
    expect(await apply()).toBe('3 APR-REL-1 is not the request of release REL-1');
    const unrehearsed = await builtRelease(stage.production, 'REL-0');
    expect(await refusal(stage.ask(unrehearsed))).toBe(
      '3 No rehearsal of REL-0 counts, so the gate could not open for it',
    );
    await askPastTheProgram(stage, unrehearsed);
    await stage.ratify(unrehearsed);
    expect(await refusal(stage.apply(unrehearsed))).toBe(
      '3 no rehearsal of exactly this packet is recorded for release REL-0',
    );
    expect(await refusal(stage.open(unrehearsed))).toBe(
      '3 release REL-0 does not go from draft to ratified: no rehearsal of its packet counts',
    );

    await stage.ask(packet);
    expect(await apply()).toBe('3 release REL-1 is not ratified: it is rehearsed');
    expect(await refusal(stage.apply(packet, { request: 'APR-REL-0' }))).toBe(
      '3 APR-REL-0 is not the request of release REL-1',
    );
  }, 60_000);

  it('without a run permit of its own: missing, of somebody who may not, expired, used, wider than the release, for another operator', async () => {
    expect(await refusal(stage.open(packet))).toBe('3 no run permit: request APR-REL-1 is pending, not approved');
    await stage.ratify(packet);
    expect(await apply()).toBe('3 release REL-1 has no run permit: none was granted');
    expect(await refusal(stage.open(packet, 'clerk'))).toContain(
      '3 no run permit: expected a seat holder who can act now, found: they do not hold this seat',
    );
    expect(await refusal(stage.open(packet, 'council-1', 'council-1@example.com'))).toContain(
      '3 no run permit: council-1@example.com requested or would use it',
    );
    const wider = `insert into one_roof.governance_build_authorization
        (auth_code, request_code, step_name, scope, risk_level, requires_sovereign_esign, granted_by, granted_to, granter_user, method, statement, public_key, created_by)
      select 'RUN-X', 'APR-REL-1', 'release:REL-1', one_roof.release_window(r) || '{"steps": [0, 3, 8, 9]}', 'high', false, 'x', 'operator:directus', '${stage.council.ids['council-1']}', 'ssh', 's', 'k', 'x'
      from one_roof.governance_release r where release_code = 'REL-1'`;
    expect(await refusal(stage.council.as('council-1', wider))).toContain(
      '3 no run permit: it covers something else than was ratified',
    );

    // A permit that nobody signed with a key of theirs, and one of another act.
    const { ids } = stage.council;
    const bySession = JSON.stringify({ user: ids['council-1'], method: 'session' });
    const granting = (proof: string): [string, unknown[]] => [
      `select grant_release_window('REL-1', '${OPERATOR.actor}', now() + interval '1 hour', $1)`,
      [proof],
    ];
    expect(await refusal(stage.council.as('council-1', granting(bySession)))).toContain('made in a session only');

    await stage.open(packet, 'council-1', 'operator:other');
    expect(await apply()).toBe(
      '3 release REL-1 has no run permit: RUN-REL-1-1 is for operator:other, and this is operator:directus',
    );
    await forgeWindow(
      `granted_to = '${OPERATOR.actor}', granted_at = now() - interval '3 hours', expires_at = now() - interval '1 hour'`,
    );
    expect(await apply()).toBe('3 release REL-1 has no run permit: RUN-REL-1-1 has expired');
    // Nor where nobody verified what was signed, and SQL alone decides.
    const used = stage.council.as(
      'council-1',
      `set local one_roof.actor = '${OPERATOR.actor}'`,
      `select use_release_window('REL-1')`,
    );
    expect(await refusal(used)).toBe('3 release REL-1 has no run permit: RUN-REL-1-1 has expired');
    await stage.open(packet);
    await forgeWindow(`scope = jsonb_set(scope, '{steps}', '[0, 3, 8, 9]')`);
    expect(await apply()).toContain('3 release REL-1 has no run permit: RUN-REL-1-2 covers {"steps": [0, 3, 8, 9]');
    await forgeWindow(`consumed_at = now(), consumed_by = 'x', consumed_xid = '1'`);
    expect(await apply()).toBe('3 release REL-1 has no run permit: RUN-REL-1-2 was used already');
    // Signed, by a key that is not theirs.
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const covers = permitCovers('REL-1', OPERATOR.actor, until);
    const { statement, signature, key } = await stage.council.signed(
      'APR-REL-1',
      'council-1',
      { act: 'permit', covers },
      { as: 'clerk' },
    );
    const forged = JSON.stringify({
      user: ids['council-1'],
      method: 'ssh',
      statement,
      public_key: key,
      assertion: { signature },
    });
    await stage.council.as('council-1', [
      `select grant_release_window('REL-1', '${OPERATOR.actor}', $2, $1)`,
      [forged, until],
    ]);
    expect(await apply()).toMatch(/^3 release REL-1 has no run permit: RUN-REL-1-3: /);
    await stage.open(packet, 'president');
  }, 60_000);

  it('with one byte changed in any file of the packet', async () => {
    const files = readdirSync(packet.folder, { recursive: true, encoding: 'utf8' })
      .map((path) => join(packet.folder, path))
      .filter((path) => statSync(path).isFile());
    expect(files.length).toBeGreaterThan(15);
    for (const file of files) {
      const bytes = readFileSync(file);
      const changed = Buffer.from(bytes);
      const middle = Math.floor(changed.length / 2);
      changed[middle] = (changed[middle] ?? 0) ^ 1;
      writeFileSync(file, changed);
      expect(await refusal(readPacket(packet.folder)), file).toMatch(
        /^3 The packet in .* has changed since it was sealed: seal_mismatch$/,
      );
      writeFileSync(file, bytes);
    }
    expect((await readPacket(packet.folder)).packetTree).toBe(packet.packetTree);
    // Another packet under the same code, sealed as it is.
    expect(await refusal(stage.apply({ ...packet, packetTree: '0'.repeat(64) }))).toContain(
      '3 these are not the bytes of release REL-1',
    );
  });

  it('while no signature verifies, the gate is BLOCKED, the database is not what was rehearsed', async () => {
    const nobody = { by: { ...OPERATOR, reason: 'x' }, trust: { keys: [], fault: null } };
    expect(await refusal(applyRelease(stage.production.production, packet, 'APR-REL-1', nobody))).toBe(
      '3 No signature on release REL-1 verifies',
    );
    await stage.production.sql(`alter table one_roof.governance_plan disable trigger trg_ledger_insert`);
    expect(await apply()).toBe('3 the gate is BLOCKED for release REL-1: guard_disabled;');
    await stage.production.sql(`alter table one_roof.governance_plan enable always trigger trg_ledger_insert`);

    await stage.production.sql(`update one_roof.governance_group set name = 'Other' where code = 'GRP-AI'`);
    expect(await apply()).toBe('3 The database differs from the state that release REL-1 was built for: drift');
    await stage.production.sql(
      `update one_roof.governance_group set name = 'Artificial intelligence' where code = 'GRP-AI'`,
    );
  });

  it('on a clone as if it were production, and the other way round', async () => {
    expect(
      await refusal(
        applyRelease(stage.clone.production, packet, 'APR-REL-1', {
          by: { ...OPERATOR, reason: 'x' },
          trust: stage.council.trust,
        }),
      ),
    ).toMatch(/^3 Database directus_gov_test_\w+ is a clone$/);
    expect(await refusal(rehearseRelease(stage.production.clone, packet, OPERATOR))).toMatch(
      /^3 Database .* is not a proven clone$/,
    );
    expect(
      await refusal(
        stage.production
          .sql(`insert into one_roof.governance_simulated_approval (release_code, packet_tree_sha256, created_by)
          values ('REL-1', '${packet.packetTree}', 'x')`),
      ),
    ).toMatch(/^3 INSERT on governance_simulated_approval is refused/);
  });

  it('while another release is carried out, or somebody writes to governance', async () => {
    await meanwhile(`select pg_advisory_xact_lock(hashtextextended('one_roof.release', 0))`, async () =>
      expect(await apply()).toBe('3 another release is being carried out or taken back right now'),
    );
    await meanwhile(`update one_roof.governance_group set name = 'Other' where code = 'GRP-AI'`, async () =>
      expect(await apply()).toBe('3 somebody is writing to the tables of governance right now'),
    );
  });

  it('in parts, by hand, and outside of its transaction', async () => {
    const { production } = stage;
    const tier = packet.sql.get('30_ownership_seed.sql') ?? '';
    expect(await refusal(production.sql(tier))).toBe('3 release REL-1 is not in progress in this transaction');
    expect(await refusal(production.sql(packet.sql.get('rollback/30_ownership_seed.sql') ?? ''))).toBe(
      '3 the rollback of release REL-1 is not in progress in this transaction',
    );
    const figures = (expected: string) =>
      refusal(production.sql(`select one_roof.assert_release_figures('here', ${expected})`));
    expect(await figures(`'{"own": 99, "gap": 210}'`)).toBe('3 here: own expected 99, found 0');
    expect(await figures('null')).toBe('3 here: nothing is expected');
    const begin = `begin; set local one_roof.actor = '${OPERATOR.actor}'; select one_roof.begin_release('REL-1')`;
    const one = (tag: string, approval: string) => `
      insert into one_roof.governance_object_ownership (object_type, object_ref, scope, owner_kind, owner_gov_code, approval_ref, created_by)
      values ('collection', 'agents', 'audit', 'accountable', 'GOV-DOT', '${approval}', '${tag}')`;
    expect(await refusal(production.sql(`${begin}; ${one('PROD_OWNERSHIP_SEED_REL-1', 'APR-REL-1')}; commit`))).toBe(
      '3 release REL-1 is ratified, and rows of it would be there: it is carried out and taken back as a whole',
    );
    expect(await refusal(production.sql(`${begin}; ${one('PROD_OWNERSHIP_SEED_REL-2', 'APR-REL-1')}`))).toContain(
      'a row of a release must name it',
    );
    expect(await refusal(production.sql(`${begin}; ${one('PROD_OWNERSHIP_SEED_REL-1', 'APR-REL-0')}`))).toContain(
      'a row of a release must name it',
    );
    for (const change of [
      `status = 'applied', applied_at = now()`,
      `status = 'rolled_back', applied_at = now(), rolled_back_at = now()`,
      `packet_tree_sha256 = repeat('1', 64)`,
      `exit_fingerprint = repeat('1', 64)`,
      `request_code = 'APR-REL-0'`,
    ]) {
      expect(
        await refusal(production.sql(`update one_roof.governance_release set ${change} where release_code = 'REL-1'`)),
        change,
      ).toMatch(/^3 /);
    }
    expect(
      await refusal(
        production.sql(
          `update one_roof.governance_release set run_xid = pg_current_xact_id() where release_code = 'REL-1'`,
        ),
      ),
    ).toMatch(/^3 release REL-1 is not begun/);
    expect(await refusal(production.sql(`delete from one_roof.governance_release`))).toMatch(
      /^3 DELETE on governance_release is refused/,
    );
    expect(await refusal(production.sql(`update one_roof.governance_rehearsal set signature = 'x'`))).toMatch(/^3 /);
  });

  it('and goes live once nothing is in the way: no refusal had left anything behind', async () => {
    expect(await stage.production.sql(`select count(*)::int as own from one_roof.governance_object_ownership`)).toEqual(
      [{ own: 0 }],
    );
    expect((await stage.apply(packet)).figures['own']).toBe(30);
    // Where it is applied, what it wrote is deleted by its rollback only, and as a whole.
    const remove = `delete from one_roof.governance_object_ownership`;
    expect(
      await refusal(stage.production.sql(`set one_roof.rollback_tag = 'PROD_OWNERSHIP_SEED_REL-1'; ${remove}`)),
    ).toMatch(/^3 DELETE on .* is refused|3 .* no release is in progress/);
    expect(
      await refusal(
        stage.production.sql(`begin; select one_roof.begin_rollback('REL-1'); ${remove} where scope = 'audit'; commit`),
      ),
    ).toBe('3 release REL-1 is applied, and rows of it would be gone: it is carried out and taken back as a whole');
    expect(
      await refusal(
        stage.production.sql(
          `begin; select one_roof.begin_rollback('REL-1'); select one_roof.complete_rollback('REL-1'); commit`,
        ),
      ),
    ).toBe('3 release REL-1 does not go from applied to rolled_back: rows that it wrote are still there');
  });
});
