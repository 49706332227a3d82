import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MAX_LIMIT } from '../../../src/contract/paging.ts';
import {
  productionRead,
  productionWhatIf,
  productionWrite,
  productionWriter,
} from '../../../src/database/sessions/classes.ts';
import { pgSessions } from '../../../src/database/sessions/pg-sessions.ts';
import { declareEnvironment } from '../../../src/governance/environment/declare-environment.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { registerPlan } from '../../../src/governance/plan/register-plan.ts';
import { applyRelease } from '../../../src/governance/release/execution/apply-release.ts';
import { buildPacket } from '../../../src/governance/release/packet/build-packet.ts';
import { draftRelease } from '../../../src/governance/release/packet/draft-release.ts';
import { readPacket } from '../../../src/governance/release/packet/read-packet.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { requestRelease } from '../../../src/governance/release/request-release.ts';
import { storeRehearsal } from '../../../src/governance/release/packet/store-rehearsal.ts';
import { scanCoverage } from '../../../src/governance/scanning/scan-coverage.ts';
import { Council, emailOf } from '../../harness/council.ts';
import { LoneAttacker, NEEDS_PSQL } from '../../harness/hostile/lone-attacker.ts';
import { standInRehearsal } from '../../harness/releases/rehearsals.ts';
import { OPERATOR } from '../../harness/releases/release-stage.ts';
import { SeparatedDatabase } from '../../harness/postgres/separated-database.ts';
import { describeOnEachPostgres } from '../../harness/servers.ts';
import { makeSecurityKey } from '../../harness/councils/ssh-keys.ts';
import { DEMO } from '../../harness/test-server.ts';
import { withClient } from '../../harness/with-client.ts';

const BY = { ...OPERATOR, reason: 'x' };
const CODE = 'APR-REL-1';

describeOnEachPostgres('nobody opens the gate alone: Directus’s role in mode separated', (server) => {
  let separated: SeparatedDatabase;
  let council: Council;
  let packet: ReleasePacket;
  let attacker: LoneAttacker;
  beforeAll(async () => {
    separated = await SeparatedDatabase.create(server, `directus_attacker_${process.pid}`);
    await separated.migrate();
    await productionWrite(separated.directus, (session) =>
      scanCoverage(session, { actor: 'directus:flow', actorKind: 'service' }),
    );
    await productionWrite(separated.owner, async (session) => {
      await declareEnvironment(session, 'production', BY);
      await registerPlan(session, readPlan(readFileSync(`${DEMO}plan.yaml`, 'utf8')), BY);
    });
    council = await Council.seat({
      sessions: separated.directus,
      sql: (text, values) => separated.db.sqlAsSuperuser(text, values),
    });
    const policy = { allowedDatabases: [separated.db.name], asReader: false, rowLimit: MAX_LIMIT + 1 };
    const draft = await productionWhatIf(separated.owner, policy, (session) => draftRelease(session, 'REL-1'));
    const folder = join(mkdtempSync(join(tmpdir(), 'one-roof-test-release-')), 'REL-1');
    await buildPacket(draft, folder, { created: '2026-01-02' });
    const { packetTree, manifest, release } = await readPacket(folder);
    const production = { sql: separated.db.sqlAsSuperuser.bind(separated.db) };
    const { before } = manifest.fingerprint;
    storeRehearsal(
      folder,
      '2026-01-02T00:00:00.000Z',
      await standInRehearsal(production, { release, packet: packetTree, before }),
    );
    packet = await readPacket(folder);
    attacker = new LoneAttacker(
      {
        council,
        read: (work) => productionRead(separated.owner, policy, work),
        url: separated.directusUrl,
        operatorUrl: separated.ownerUrl,
      },
      packet,
    );
  }, 120_000);
  afterAll(() => separated.drop());

  it('writes acts that nobody signed, and nothing that they could open', { timeout: 240_000 }, async ({ skip }) => {
    skip(NEEDS_PSQL !== null, NEEDS_PSQL ?? '');
    const key = makeSecurityKey('ed25519');
    const asked = { code: CODE, title: 'A test', proposer: emailOf('clerk'), days: 1 };
    const trust = attacker.trust;
    const as = (statement: string) =>
      withClient(separated.directusUrl, async (client) => client.query(`set one_roof.reason = 'x'; ${statement}`));
    await attacker.step('asking for the release', 'refused', () =>
      productionWrite(separated.directus, (session) => requestRelease(session, packet, asked, { ...BY, trust })),
    );
    await productionWrite(separated.owner, (session) => requestRelease(session, packet, asked, { ...BY, trust }));
    for (const person of ['council-1', 'council-2', 'president'] as const)
      await attacker.step(`the vote of ${person}, in a forged session`, 'done', () => attacker.vote(CODE, person, key));
    await attacker.step('the signature of the president', 'done', () => attacker.sign(CODE, 'president', key));
    await attacker.step('a run permit', 'done', () => attacker.permit(CODE, 'council-1', key));
    for (const statement of [
      `insert into one_roof.governance_rehearsal (statement, signature, created_by) values ('x', 'x', 'x')`,
      `update one_roof.governance_release set status = 'applied'`,
      `update one_roof.apr_approvals set statement = 'x'`,
      `update one_roof.governance_policy set profile = 'two_person', vote_proof = 'session'`,
      `update one_roof.apr_quorum_policy set council_votes = 0`,
      `update one_roof.governance_seat set person = 'x'`,
      `insert into one_roof.governance_object_ownership (object_type, object_ref, scope, owner_kind, owner_gov_code, created_by)
         values ('collection', 'agents', 'audit', 'accountable', 'GOV-DOT', 'x')`,
      `alter table one_roof.apr_approvals disable trigger all`,
      `create or replace function one_roof.row_counts(text) returns boolean language sql as 'select true'`,
      `alter role one_roof_owner set one_roof.verified = ''`,
      `set role one_roof_owner`,
    ])
      await attacker.step(statement, 'refused', () => as(statement));
    await attacker.step('applying it', 'refused', () =>
      applyRelease(productionWriter(separated.directus), packet, CODE, { by: BY, trust }),
    );
    await attacker.step('psql, on their word', 'refused', () => attacker.runAll('0'.repeat(64)));
  });

  it('a tier, which runs as the owner of our schema, has no way to anything outside', async () => {
    const owner = (statement: string) =>
      pgSessions({ connectionString: separated.ownerUrl }).use((session) =>
        session.query({ text: statement, queryMode: 'extended' }),
      );
    for (const statement of [
      'create table public.stayed (x integer)',
      'create role stayed',
      'alter role one_roof_reader createdb',
      `alter role ${separated.role} superuser`,
      'select count(*) from public.directus_users',
      `update public.directus_users set status = 'suspended'`,
      'alter table public.directus_users add column stayed integer',
      'drop table public.directus_sessions',
      `copy (select 1) to program 'true'`,
      `select pg_read_file('PG_VERSION')`,
    ])
      await expect(owner(statement), statement).rejects.toThrow(
        /permission denied|must be owner|must have|must be superuser|only roles? with/i,
      );
  });
});
