import { expect, it } from 'vitest';
import { rollBackRelease } from '../../../src/governance/release/execution/apply-release.ts';
import { sha256 } from '../../../src/governance/release/packet/packet-files.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { rehearseRelease } from '../../../src/governance/release/execution/rehearse-release.ts';
import { requestRelease } from '../../../src/governance/release/request-release.ts';
import { cloneWrite } from '../../../src/database/sessions/classes.ts';
import { builtRelease } from '../../harness/releases/built-release.ts';
import { emailOf } from '../../harness/council.ts';
import { OPERATOR, ReleaseStage } from '../../harness/releases/release-stage.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';

// A packet is compared with a fresh rendering before anything of it runs. Here it is forged after that, in memory: what is sent is
// looked at once more.

const TIER = '30_ownership_seed.sql';
const STAYED = 'create table public.stayed (x integer)';

/** Ways out of the transaction, or out of the role that it runs as. */
const ATTACKS = [
  `commit; ${STAYED}; begin;`,
  `rollback; ${STAYED}; begin;`,
  `do $$ begin create table public.stayed (x integer); commit; end $$;`,
  `do $$ begin execute 'commit'; end $$;`,
  `do $$ declare what text := 'com' || 'mit'; begin execute what; end $$;`,
  `${STAYED}; commit and chain;`,
  `savepoint mine; ${STAYED};`,
  `set local role none;`,
  `reset role;`,
  `set session authorization default;`,
  `select set_config('role', 'none', true);`,
  `do $$ declare x text; begin x := set_config('role', 'none', true); end $$;`,
  `prepare transaction 'mine';`,
  `this is no SQL;`,
];

/** Enough where the rest was tried already. */
const FEW = ATTACKS.filter((attack) => /^commit|commit; end|set_config/.test(attack));

describeOnEachPostgres('tiers that would end the transaction', (server) => {
  it('are not sent: not to rehearse, ask for, apply or take back', { timeout: 120_000 }, async () => {
    const stage = await ReleaseStage.set(server);
    const { production, clone } = stage;
    const forged = (packet: ReleasePacket, file: string, attack: string): ReleasePacket => ({
      ...packet,
      sql: new Map(packet.sql).set(file, `${attack}\n${packet.sql.get(file) ?? ''}`),
    });
    const refused = async (promise: Promise<unknown>, attack: string) =>
      expect(await rejectionOf(promise), attack).toMatchObject({ extensions: { reason: 'transaction_control' } });
    const nothingStayed = async () => {
      for (const db of [production, clone])
        expect(await db.sql(`select to_regclass('public.stayed') as stayed`)).toEqual([{ stayed: null }]);
    };
    try {
      const packet = await stage.ready('REL-1');
      for (const attack of ATTACKS)
        await refused(rehearseRelease(clone.clone, forged(packet, TIER, attack), OPERATOR), attack);
      await nothingStayed();
      for (const attack of FEW) await refused(stage.apply(forged(packet, TIER, attack)), attack);
      await nothingStayed();

      // Asking for a release runs none of it: what it lints are the bytes that people would ratify.
      const other = await builtRelease(production, 'REL-2');
      const tier = other.sql.get(TIER) ?? '';
      const evil = `${ATTACKS[0] ?? ''}\n${tier}`;
      const tiers = Buffer.from(other.payload.get('tiers.json') ?? [])
        .toString()
        .replace(sha256(tier), sha256(evil));
      const payload = new Map(other.payload).set(TIER, Buffer.from(evil)).set('tiers.json', Buffer.from(tiers));
      const asking = production.writeProduction((session) =>
        requestRelease(
          session,
          { ...other, payload },
          { code: null, title: 'A test', proposer: emailOf('clerk'), days: 1 },
          { ...OPERATOR, reason: 'x', trust: stage.council.trust },
        ),
      );
      expect(await rejectionOf(asking)).toMatchObject({ extensions: { reason: 'transaction_control' } });

      // The very statements of the packet go live, one by one, and are taken back.
      expect((await stage.apply(packet)).figures['own']).toBe(30);
      const by = { ...OPERATOR, reason: 'x' };
      for (const attack of FEW)
        await refused(
          rollBackRelease(production.production, forged(packet, `rollback/${TIER}`, attack), { by }),
          attack,
        );
      await nothingStayed();
      expect((await stage.rollBack(packet)).undisturbed).toBe(true);
    } finally {
      await stage.strike();
    }
  });

  it('could not: a message with more than one statement is refused by PostgreSQL, and so is COMMIT in a body', async () => {
    const stage = await ReleaseStage.set(server);
    const { clone } = stage;
    const sent = (text: string) =>
      rejectionOf(cloneWrite(clone.sessions, (session) => session.query({ text, queryMode: 'extended' })));
    try {
      expect(await sent(`select 1; commit; ${STAYED}`)).toMatchObject({ code: '42601' });
      expect(await sent(`do $$ begin create table public.stayed (x integer); commit; end $$`)).toMatchObject({
        code: '2D000',
      });
      expect(await clone.sql(`select to_regclass('public.stayed') as stayed`)).toEqual([{ stayed: null }]);
    } finally {
      await stage.strike();
    }
  });
});
