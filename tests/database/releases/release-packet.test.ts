import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { makePacket } from '../../../src/seal/make-packet.ts';
import { Root } from '../../../src/seal/folder/root.ts';
import { keepBytes, keepPacket } from '../../../src/seal/kept-bytes.ts';
import { VERIFIER } from '../../../src/seal/verifier-text.ts';
import { readPacket } from '../../../src/governance/release/packet/read-packet.ts';
import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { rehearseRelease } from '../../../src/governance/release/execution/rehearse-release.ts';
import { requireLinted } from '../../../src/governance/release/packet/require-linted.ts';
import { packetFiles, sha256 } from '../../../src/governance/release/packet/packet-files.ts';
import { CONTENTS, ReleaseContents } from '../../../src/governance/release/packet/release-contents.ts';
import { builtRelease } from '../../harness/releases/built-release.ts';
import { OPERATOR } from '../../harness/releases/release-stage.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';

const TIER = '30_ownership_seed.sql';
const ATTACK = `commit;
create table public.stayed (x integer);
begin;
`;

describe('a packet that somebody else wrote', () => {
  let clone: TestDatabase;
  let packet: ReleasePacket;
  const place = mkdtempSync(join(tmpdir(), 'one-roof-test-packet-'));
  beforeAll(async () => {
    clone = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
    packet = await builtRelease(clone, 'REL-1');
  });
  afterAll(async () => {
    rmSync(place, { recursive: true });
    await clone.drop();
  });

  /** The packet with other files, sealed by whoever changed them: the seal is in order. */
  const resealed = async (change: (data: string) => void): Promise<string> => {
    const data = mkdtempSync(join(place, 'data-'));
    cpSync(join(packet.folder, 'data'), data, { recursive: true });
    change(data);
    const target = join(mkdtempSync(join(place, 'packet-')), 'REL-1');
    await makePacket(data, target, { date: '2026-01-02', verifier: VERIFIER });
    return target;
  };
  const edit = (data: string, path: string, change: (text: string) => string) =>
    writeFileSync(join(data, path), change(readFileSync(join(data, path), 'utf8')));
  /** A packet whose bytes are what its data render to; the data are changed. */
  const renderedFrom = (change: (contents: ReleaseContents) => ReleaseContents) =>
    resealed((copy) => {
      const contents = ReleaseContents.parse(JSON.parse(readFileSync(join(copy, CONTENTS), 'utf8')));
      const { files } = packetFiles(change(contents), readFileSync(join(copy, 'plan.yaml'), 'utf8'));
      for (const [path, text] of files) writeFileSync(join(copy, path), text);
    });
  const refusal = async (folder: string) => rejectionOf(readPacket(folder));

  it('is refused where a tier ends the transaction, though its seal and tiers.json are in order', async () => {
    const forged = await resealed((data) => {
      const before = readFileSync(join(data, TIER), 'utf8');
      edit(data, TIER, (text) => ATTACK + text);
      edit(data, 'tiers.json', (text) => text.replace(sha256(before), sha256(ATTACK + before)));
    });
    const rehearsal = readPacket(forged).then((read) => rehearseRelease(clone.clone, read, OPERATOR));
    expect(await rejectionOf(rehearsal)).toMatchObject({
      code: 'ONE_ROOF_PRECONDITION_FAILED',
      extensions: { reason: 'not_rendered', subject: TIER },
    });
    expect(await clone.sql(`select to_regclass('public.stayed') as stayed`)).toEqual([{ stayed: null }]);
  });

  it('is refused with another byte in any of its files, with one more, with one less', async () => {
    const data = join(packet.folder, 'data');
    const paths = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((path) =>
      statSync(join(data, path)).isFile(),
    );
    expect(paths.length).toBeGreaterThan(15);
    for (const path of paths.filter((one) => one !== 'release.json')) {
      const forged = await refusal(await resealed((copy) => edit(copy, path, (text) => `${text}\n`)));
      expect(forged, path).toMatchObject({ extensions: { reason: 'not_rendered' } });
    }
    expect(await refusal(await resealed((copy) => writeFileSync(join(copy, 'more.sql'), 'select 1;')))).toMatchObject({
      extensions: { reason: 'not_rendered', subject: 'more.sql' },
    });
    expect(await refusal(await resealed((copy) => rmSync(join(copy, 'OWNER.md'))))).toMatchObject({
      extensions: { reason: 'not_rendered', subject: 'OWNER.md' },
    });
    // Its data themselves are in every file, and in one form only.
    for (const [from, to] of [
      ['"anchor": true', '"anchor": false'],
      ['"version": 1', '"version":  1'],
      ['"title": null', '"title": "Nothing changes"'],
    ] as const) {
      const forged = await refusal(
        await resealed((copy) => edit(copy, 'release.json', (text) => text.replace(from, to))),
      );
      expect(forged, from).toMatchObject({ extensions: { reason: 'not_rendered' } });
    }
  });

  it('of another version is to be built again, but may be taken back: nothing of it is run then', async () => {
    const other = await resealed((copy) => {
      edit(copy, 'release.json', (text) => text.replace(/"rendered_by": "[^"]*"/, '"rendered_by": "99.0.0"'));
      edit(copy, 'rollback/30_ownership_seed.sql', () => ATTACK);
    });
    expect(await refusal(other)).toMatchObject({
      extensions: {
        reason: 'other_version',
        found: 'version 99.0.0',
        fix: expect.stringMatching(/^Build it again/) as string,
      },
    });
    const read = await readPacket(other, { anyVersion: true });
    expect(read.sql.get('rollback/30_ownership_seed.sql')).toBe(packet.sql.get('rollback/30_ownership_seed.sql'));
  });

  it('of another version is called that also where its data have another form, and a form that this version lacks is named', async () => {
    const without = (text: string) => text.replace(/"tiers": \[[^\]]*\],/, '');
    const other = await resealed((copy) => {
      edit(copy, 'release.json', (text) => without(text).replace(/"rendered_by": "[^"]*"/, '"rendered_by": "99.0.0"'));
    });
    expect(await refusal(other)).toMatchObject({ extensions: { reason: 'other_version', found: 'version 99.0.0' } });
    expect(await refusal(await resealed((copy) => edit(copy, 'release.json', without)))).toMatchObject({
      message: 'This is not a release packet of this version: release.json',
      extensions: { found: expect.stringMatching(/^tiers: /) as string },
    });
  });

  it('is not rehearsed where it does not say which cells change', async () => {
    const forged = await renderedFrom((contents) => ({ ...contents, changed: contents.changed.slice(1) }));
    // Every byte is what its data render to; what is in the data, only carrying it out tells.
    const read = await readPacket(forged);
    expect(read.changes.cells).toBe(packet.changes.cells - 1);
    expect(await rejectionOf(rehearseRelease(clone.clone, read, OPERATOR))).toMatchObject({
      extensions: { reason: 'other_changes', subject: 'changes.tsv' },
    });
  });

  it('is not rehearsed where it calls an owner by the name of another', async () => {
    const forged = await renderedFrom((contents) => ({
      ...contents,
      owners: contents.owners.map(({ code, name }) => ({
        code,
        name: code === 'GOV-DOT' ? 'Architecture Council' : name,
      })),
    }));
    const refused = await rejectionOf(rehearseRelease(clone.clone, await readPacket(forged), OPERATOR));
    expect(refused).toMatchObject({
      extensions: {
        reason: 'other_changes',
        expected: expect.stringContaining('owned_inherited GOV-DOT (Architecture Council)') as string,
        found: expect.stringContaining('owned_inherited GOV-DOT (Tool Governance)') as string,
      },
    });
  });

  it('is linted once more, from memory', async () => {
    const forged = {
      ...packet,
      payload: new Map(packet.payload).set(TIER, Buffer.from(ATTACK + (packet.sql.get(TIER) ?? ''))),
    };
    const linted = clone.read((session) => requireLinted(session, forged));
    expect((await rejectionOf(linted)).message).toMatch(/^The packet of release REL-1 is not fit to be carried out: /);
    expect(await rejectionOf(rehearseRelease(clone.clone, forged, OPERATOR))).toMatchObject({
      code: 'ONE_ROOF_PRECONDITION_FAILED',
    });
    await clone.read((session) => requireLinted(session, packet));
  });

  it('is read once: what is swapped in afterwards is found, or not run', async () => {
    const folder = join(mkdtempSync(join(place, 'swapped-')), 'REL-1');
    cpSync(packet.folder, folder, { recursive: true });
    const root = new Root(folder);
    const { report } = await keepPacket(root);
    const read = await readPacket(folder);
    writeFileSync(join(folder, 'data', TIER), ATTACK);
    expect(() => keepBytes(root, report.packet_tree_sha256 ?? '')).toThrow(`data/${TIER} changed while it was read`);
    root.close();

    await rehearseRelease(clone.clone, read, OPERATOR);
    expect(await clone.sql(`select to_regclass('public.stayed') as stayed`)).toEqual([{ stayed: null }]);
  });

  it('is refused where anything in it is a link, even to the same bytes', async () => {
    for (const path of ['data', 'data/rollback', `data/${TIER}`, 'manifest-sha256.txt', 'tagmanifest-sha256.txt']) {
      const folder = join(mkdtempSync(join(place, 'linked-')), 'REL-1');
      cpSync(packet.folder, folder, { recursive: true });
      const aside = join(mkdtempSync(join(place, 'aside-')), 'same');
      renameSync(join(folder, path), aside);
      symlinkSync(relative(join(folder, path, '..'), aside), join(folder, path));
      expect(await refusal(folder), path).toMatchObject({ extensions: { reason: 'seal_mismatch' } });
    }
    mkdirSync(join(place, 'empty'));
    expect(await refusal(join(place, 'empty'))).toMatchObject({ extensions: { reason: 'seal_mismatch' } });
  });
});
