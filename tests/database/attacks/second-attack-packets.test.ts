import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { readTrust } from '../../../src/governance/ratification/read-trust.ts';
import { parseRehearsal, REHEARSAL_NAMESPACE } from '../../../src/governance/rehearsal/rehearsal-statement.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { verifyRelease } from '../../../src/governance/release/verify-release.ts';
import { emailOf } from '../../harness/council.ts';
import { NEEDS_PSQL } from '../../harness/hostile/lone-attacker.ts';
import { REHEARSAL_KEY, REHEARSAL_TRUST } from '../../harness/releases/rehearsals.ts';
import { ReleaseStage } from '../../harness/releases/release-stage.ts';
import { rejectionOf } from '../../harness/servers.ts';

// Whoever forges evidence, a trust file or rows: two readers of one fact never answer differently, and nothing that nobody ratified passes as life.

describe('whoever forges around a release', () => {
  let stage: ReleaseStage;
  let packet: ReleasePacket;
  beforeAll(async () => {
    stage = await ReleaseStage.set(inject('postgres15'));
    packet = await stage.ready('REL-1');
  }, 60_000);
  afterAll(() => stage.strike());

  const people = ['council-1', 'council-2', 'president'] as const;
  const lineOf = (person: (typeof people)[number]) =>
    `${emailOf(person)} namespaces="one-roof" ${stage.council.keyOf(person).line}`;

  /** Verdicts of both readers with a trust file. */
  const verdicts = async (lines: string[], mode = 0o600): Promise<[string, string]> => {
    const trust = join(packet.folder, '..', `trust-${Math.random().toString(36).slice(2)}`);
    writeFileSync(trust, `${lines.join('\n')}\n`);
    spawnSync('chmod', [mode.toString(8), trust]);
    const gate = await stage.production.read((session) => evaluateGate(session, readTrust(trust), 'REL-1'));
    const check = join(packet.folder, 'data/gate_check.sh');
    const { stdout } = spawnSync('sh', [check, '--quiet', '--trust', trust, stage.production.url], {
      encoding: 'utf8',
    });
    return [gate.verdict, stdout.trim()];
  };

  it(
    'finds no trust file that gate_check.sh believes and the gate does not',
    { timeout: 120_000 },
    async ({ skip }) => {
      skip(NEEDS_PSQL !== null, NEEDS_PSQL ?? '');
      const lines = [REHEARSAL_TRUST, ...people.map(lineOf)];
      const [rehearser, first, second, president] = lines as [string, string, string, string];
      const dated = lineOf('council-1').replace(
        'namespaces',
        'valid-after="20200101Z",valid-before="20990101000000Z",namespaces',
      );
      expect(await verdicts(['# whose keys count', '', ...lines.slice(0, 1), dated, ...lines.slice(2)])).toEqual([
        'READY',
        'READY',
      ]);
      // The key of a person attests rehearsals under another name, which shares nothing that people sign.
      expect(
        await verdicts([
          ...lines,
          `operator:x namespaces="${REHEARSAL_NAMESPACE}" ${stage.council.keyOf('president').line}`,
        ]),
      ).toEqual(['READY', 'READY']);
      const believed: [string, [string, string]][] = [];
      const others: [string, string[], number?][] = [
        ['a key of two people', [...lines, `mallory@example.org ${stage.council.keyOf('president').line}`]],
        ['a key of two people in one line', [rehearser, first, second, `mallory@example.org,${president}`]],
        [
          'a key of two rehearsers',
          [...lines, `operator:x namespaces="git,${REHEARSAL_NAMESPACE}" ${REHEARSAL_KEY.line}`],
        ],
        ['a pattern', [rehearser, first, second, president.replace(emailOf('president'), '*')]],
        ['a local time', [...lines, lineOf('council-1').replace('namespaces', 'valid-before="20990101",namespaces')]],
        ['no namespace', [...lines, `who@example.org namespaces="" ${stage.council.keyOf('council-1').line}`]],
        ['a pattern of namespaces', [rehearser, first, second, president.replace('"one-roof"', '"one-*"')]],
        ['a line that cannot be read', [...lines, 'who@example.org ssh-ed25519']],
        [
          'a certificate authority',
          [...lines, `who@example.org cert-authority ${stage.council.keyOf('council-1').line}`],
        ],
        ['a file that everybody may write', lines, 0o666],
      ];
      for (const [title, forged, mode] of others) believed.push([title, await verdicts(forged, mode)]);
      expect(believed.filter(([, [gate, check]]) => gate !== 'BLOCKED' || check !== 'UNVERIFIED')).toEqual([]);
    },
  );

  it('signs no rehearsal in another form than the one that the gate reads', async () => {
    const { statement } = packet.rehearsals[0] ?? { statement: '' };
    const kept: string[] = [];
    for (const [from, to] of [
      [/^changes: .*$/m, 'changes: none'],
      [/^production: .*$/m, 'production: nowhere'],
      [/^clone: .*$/m, 'clone: some machine'],
      [/^release: .*$/m, 'release: rel 1'],
      [/^postgresql: .*$/m, 'postgresql: 0015'],
      [/^entry: .*$/m, 'entry: looked fine'],
      [/^exit: .*$/m, 'exit: looked fine'],
      [/^tiers: .*$/m, 'tiers: all of them'],
      [/^database: .*$/m, 'database:  directus '],
      [/^server: .*$/m, 'server: 15\u202e51'],
      [/^signer: .*$/m, 'signer: operator:directus '],
      [/^performed: .*$/m, 'performed: 2026-01-02T00:00:61.000Z'],
    ] as const) {
      const other = statement.replace(from, to);
      expect(parseRehearsal(other), to).toBeNull();
      const attempt = stage.production.writeProduction(async (session) => {
        await session.query(`select set_config('one_roof.reason', 'x', true)`);
        await session.query(
          `insert into governance_rehearsal (statement, signature, created_by) values ($1, $2, 'x')`,
          [other, REHEARSAL_KEY.sign(other, REHEARSAL_NAMESPACE)],
        );
        throw new Error('kept');
      });
      if ((await rejectionOf(attempt)).message === 'kept') kept.push(to);
    }
    expect(kept).toEqual([]);
  });

  it('hides no owner, no waiver and no release behind life', async () => {
    const { production } = stage;
    await stage.apply(packet);
    const read = () => production.read((session) => verifyRelease(session, 'REL-1', stage.council.trust));
    expect(await read()).toMatchObject({ ok: true, life: [] });
    const forge = (tables: string[], statements: string) =>
      production.sql(`
        begin;
        ${tables.map((table) => `alter table one_roof.${table} disable trigger user;`).join('\n')}
        set local search_path = one_roof;
        ${statements};
        do $$
        declare t record;
        begin
          for t in select tgname, tgrelid::regclass as on_table from pg_trigger
            where tgrelid = any ('{${tables.join(',')}}'::regclass[]) and not tgisinternal
          loop
            execute format('alter table %s enable always trigger %I', t.on_table, t.tgname);
          end loop;
        end $$;
        commit`);
    const wrote = async () => (await read()).verified.find(({ name }) => name === 'what it wrote');
    await forge(
      ['governance_owner_waiver'],
      `insert into governance_owner_waiver (object_type, object_ref, scope, reason, approval_ref, expires_at, created_by)
       select 'collection', 'forged', scope, 'x', 'x', now() + interval '1 day', 'somebody' from governance_object_ownership limit 1`,
    );
    expect(await wrote()).toMatchObject({
      ok: false,
      found: expect.stringContaining('governance_owner_waiver collection/forged/') as string,
    });
    await forge(['governance_owner_waiver'], `delete from governance_owner_waiver where object_ref = 'forged'`);
    expect((await read()).ok).toBe(true);

    // An owner, written in the name of nobody's release.
    const columns = (await production.sql(
      `select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns
       where table_schema = 'one_roof' and table_name = 'governance_object_ownership' and is_generated = 'NEVER'
         and column_name not in ('id', 'object_ref', 'created_by')`,
    )) as { names: string }[];
    const names = columns[0]?.names ?? '';
    await forge(
      ['governance_object_ownership'],
      `insert into governance_object_ownership (object_ref, created_by, ${names})
       select 'forged', 'somebody', ${names} from governance_object_ownership limit 1`,
    );
    expect(await wrote()).toMatchObject({
      ok: false,
      found: expect.stringContaining('governance_object_ownership') as string,
    });
    await forge(['governance_object_ownership'], `delete from governance_object_ownership where object_ref = 'forged'`);
    expect((await read()).ok).toBe(true);

    // A later release that nobody ratified, under which another owner would be life.
    await forge(
      ['governance_release', 'governance_release_write', 'governance_object_ownership'],
      `create temporary table forged on commit drop as select * from governance_release;
       update forged set release_code = 'REL-9', request_code = null, applied_at = now() + interval '1 minute', packet_tree_sha256 = repeat('9', 64);
       insert into governance_release select * from forged;
       update governance_object_ownership set owner_gov_code = (
         select o.owner_gov_code from governance_object_ownership o where o.owner_gov_code <> governance_object_ownership.owner_gov_code limit 1)
       where id = (select min(id) from governance_object_ownership);
       insert into governance_release_write (release_code, relation, key, before, after)
       select 'REL-9', relation, key, after, to_jsonb(o) from governance_release_write w join governance_object_ownership o on o.id::text = w.key
       where w.relation = 'governance_object_ownership'`,
    );
    expect(await wrote()).toMatchObject({ ok: false, found: expect.stringContaining('1 that are not') as string });
  });
});
