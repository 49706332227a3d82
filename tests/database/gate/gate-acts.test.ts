import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { digestWords } from '../../../src/signing/digest-words.ts';
import { countVerified } from '../../../src/governance/ratification/requests/verified-acts.ts';
import { renderRelease } from '../../../src/governance/release/packet/release-source.ts';
import { emailOf } from '../../harness/council.ts';
import { seatedCouncils } from '../../harness/councils/seated-councils.ts';
import { describeOnEachPostgres } from '../../harness/servers.ts';
import { standInRelease } from '../../harness/releases/stand-in-release.ts';

// What the packet's own gate reads with psql alone is judged as Node judges it: each line of each statement that somebody signed.

const NONE = { before: null, after: null, changes: [], ended: [], rows: [], waivers: [] };
const LINES = [
  'head',
  'act',
  'request',
  'revision',
  'digest',
  'words',
  'packet',
  'plan',
  'environment',
  'choice',
  'rationale',
  'covers',
  'signer',
  'meaning',
  'nonce',
  'signed',
  'expires',
] as const;

/** Values of a line that it must not have, and some that it may. */
const VALUES: Partial<Record<(typeof LINES)[number], string[]>> = {
  words: [digestWords('0'.repeat(64)), 'none'],
  meaning: [
    'Another meaning',
    'Tiếng Việt, thật',
    'none',
    ' spaces around',
    'spaces around ',
    '\u00a0no-break',
    'hid\u200bden',
    'turned \u202e round',
    'a\u0007bell',
    'a\u00adhyphen',
    'carriage\r',
    'line\u2028',
    'tag \u{e0041}',
    'joined \u200d letters',
    'x'.repeat(500),
    'x'.repeat(501),
    '😀'.repeat(500),
    '😀'.repeat(501),
  ],
  nonce: ['short', 'A'.repeat(22), 'A'.repeat(200), 'A'.repeat(201), 'A'.repeat(21) + '.'],
  signed: [
    '2999-01-01T00:00:00.000Z',
    '2024-02-30T00:00:00.000Z',
    '2023-02-29T00:00:00.000Z',
    '2024-02-29T00:00:00.000Z',
    '2024-13-01T00:00:00.000Z',
    '2024-01-01T24:00:00.000Z',
    '2024-01-01T00:00:00Z',
    '2024-01-01T00:00:00.000+00:00',
    '2024-01-01 00:00:00.000Z',
    'none',
  ],
};

describeOnEachPostgres('what psql alone makes of a statement', (server) => {
  const seated = seatedCouncils(server);

  it('is what Node makes of it, in every line', { timeout: 120_000 }, async () => {
    const { db, people } = await seated();
    await people.request('APR-1');
    await standInRelease(db, { release: 'APR-1', request: 'APR-1' });
    await people.vote('APR-1', 'council-1');
    await db.sql('alter table one_roof.apr_approvals disable trigger user');
    const [, query = ''] =
      /(\nwith act as [^]*);\ncommit;/.exec(renderRelease('gate_acts.sql', { release: 'APR-1', ...NONE })) ?? [];
    const [kept] = await db.sql('select statement from one_roof.apr_approvals');
    const statement = String(kept?.['statement']);
    const key = people.keyOf('council-1');
    const judged = async (signed: string, more = '') => {
      await db.sql(`update one_roof.apr_approvals set statement = $1, assertion = $2${more}`, [
        signed,
        JSON.stringify({ signature: key.sign(signed) }),
      ]);
      const [act] = await db.read((session) => countVerified(session, people.trust, ['APR-1']));
      const { rows } = await db.read((session) => session.query(query));
      const row = rows.find(
        ({ namespace, signer }) => namespace === 'one-roof' && atob(String(signer)) === emailOf('council-1'),
      );
      return { node: act?.problem ?? 'verifies', psql: row?.['says'] };
    };
    const good = { node: 'verifies', psql: 'ssh' };
    expect(await judged(statement)).toEqual(good);
    expect(await judged(statement.slice(0, -1))).toMatchObject({ psql: 'no' });
    expect(await judged(`${statement}\n`)).toMatchObject({ psql: 'no' });

    const lines = statement.split('\n').slice(0, -1);
    expect(lines.map((line) => line.split(': ')[0])).toEqual(['One-Roof statement v2', ...LINES.slice(1)]);
    let allowed = 0;
    for (const [index, name] of LINES.entries()) {
      for (const value of [...(VALUES[name] ?? []), 'x', '']) {
        const changed = lines.map((line, at) => (at === index ? (index === 0 ? value : `${name}: ${value}`) : line));
        const verdict = await judged(changed.map((line) => `${line}\n`).join(''));
        const told = `${name}: ${JSON.stringify(value)}`;
        expect([told, verdict.psql], told).toEqual([told, verdict.node === 'verifies' ? 'ssh' : 'no']);
        if (verdict.node === 'verifies') allowed += 1;
      }
      const without = lines.filter((_, at) => at !== index).map((line) => `${line}\n`);
      expect(await judged(without.join('')), name).toMatchObject({ psql: 'no' });
    }
    expect(allowed).toBe(10);

    // It was received before the request expired, and at a time.
    expect(await judged(statement, `, signed_at = now() + interval '30 days'`)).toEqual({
      node: 'signed_too_late',
      psql: 'no',
    });
    expect(await judged(statement, `, signed_at = 'infinity'`)).toEqual({ node: 'signature_unreadable', psql: 'no' });
    await db.sql('update one_roof.apr_approvals set signed_at = now()');

    // It was signed by the key that the row names.
    const [type = '', blob = ''] = key.line.split(' ');
    const named = (line: string) => judged(statement, `, public_key = '${line}', signed_at = now()`);
    expect(await named(`${type} ${blob}`)).toEqual(good);
    const other = people.keyOf('council-2').line.split(' ').slice(0, 2).join(' ');
    for (const line of [other, `ssh-rsa ${blob}`, `${type} ${blob} named`, blob, `${type} ${blob.slice(0, -4)}`, 'x'])
      expect([line, await named(line)]).toEqual([line, { node: 'key_mismatch', psql: 'no' }]);
  });

  it('hides in a line what One-Roof says is hidden', () => {
    const sql = readFileSync(new URL('../../../release/gate_acts.sql', import.meta.url), 'utf8');
    const set = /t !~ '\[([^']+)\]'/.exec(sql)?.[1] ?? '';
    const hidden = new RegExp(`^[${set.replaceAll(/\\U([0-9a-f]{8})/g, (_, code: string) => `\\u{${code}}`)}]$`, 'u');
    const expected = /^(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]$/u;
    const different: number[] = [];
    for (let code = 1; code < 0x110000; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const character = String.fromCodePoint(code);
      if (hidden.test(character) !== expected.test(character)) different.push(code);
    }
    expect(different).toEqual([]);
  });
});
