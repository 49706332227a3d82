#!/usr/bin/env node
// Verifies the packet that this file lies in, or any other: node verify.mjs [FOLDER] [--tree SHA256] [--key PUBLIC.pem] [--rerun [--into FOLDER]]
// It needs Node 18 or newer and nothing else: no package, no network. It writes nothing, except with --rerun, into a new folder.
// Exit code 0: every byte is as it was sealed; 1: something differs; 2: it cannot be judged. `sha256sum -c manifest-sha256.txt` checks the same files.
// A verifier that comes with a packet can be replaced with the packet: use your own copy, and the tree that was signed or written down elsewhere.
import { spawnSync } from 'node:child_process';
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const MANIFEST = 'manifest-sha256.txt';
const TAG_MANIFEST = 'tagmanifest-sha256.txt';
const LENGTHS = 'payload-lengths.txt';
const BAGIT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';
const SELF = fileURLToPath(import.meta.url);

class Malformed extends Error {} // It cannot be judged.

// Paths are byte strings: one character per byte. Names are bytes, and text would lose some.
/** @param {string} path */
const bytesOf = (path) => Buffer.from(path, 'latin1');
/** @param {string} path */
const shown = (path) => JSON.stringify(bytesOf(path).toString('utf8'));

/** Every file below a folder; `odd` is what is neither file nor folder. No link is followed. @param {string} root */
function filesBelow(root) {
  const files = /** @type {string[]} */ ([]);
  const odd = /** @type {string[]} */ ([]);
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const name of fs.readdirSync(bytesOf(root + folder), 'latin1')) {
      const path = folder + name;
      const stat = fs.lstatSync(bytesOf(root + path));
      if (stat.isDirectory()) folders.push(`${path}/`);
      else (stat.isFile() ? files : odd).push(path);
    }
  }
  return { files, odd };
}

/** Length and sha256 of a file, read without following a link or waiting for a writer. @param {string} path */
function digestOf(path) {
  const descriptor = fs.openSync(bytesOf(path), fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK);
  try {
    const before = fs.fstatSync(descriptor);
    if (!before.isFile()) throw new Malformed(`${shown(path)} is no file`);
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(1 << 17);
    let length = 0;
    for (let read = fs.readSync(descriptor, buffer); read > 0 && length <= before.size; read = fs.readSync(descriptor, buffer)) {
      hash.update(buffer.subarray(0, read));
      length += read;
    }
    const after = fs.fstatSync(descriptor);
    if (length !== before.size || after.size !== length || after.mtimeMs !== before.mtimeMs || after.ctimeMs !== before.ctimeMs) {
      throw new Malformed(`${shown(path)} changed while it was read`);
    }
    return { length, digest: hash.digest('hex') };
  } finally {
    fs.closeSync(descriptor);
  }
}

/** The bytes of a tag file; empty where there is none. @param {string} path */
function textOf(path) {
  return fs.lstatSync(bytesOf(path), { throwIfNoEntry: false })?.isFile() ? fs.readFileSync(bytesOf(path), 'latin1') : '';
}

/** Reads a list of ours, path by path. Only the one form is taken in which we write: sorted, two spaces, every line ended. @param {string} root @param {string} name @param {RegExp} value */
function readList(root, name, value) {
  const entries = /** @type {Map<string, string>} */ (new Map());
  const text = textOf(root + name);
  let last = '';
  for (const line of text.split('\n').slice(0, -1)) {
    const [, escape, found, written] = /^(\\?)(\S+) {2}(.+)$/s.exec(line) ?? [];
    const path = escape ? written?.replace(/\\(.)/gs, (_, c) => (c === 'n' ? '\n' : c === 'r' ? '\r' : c)) : written;
    if (path === undefined || !value.test(found ?? '')) throw new Malformed(`${name}: a line cannot be read`);
    if (/[\\\n\r]/.test(path) !== (escape === '\\')) throw new Malformed(`${name}: a line is not escaped as it should be`);
    if (path.startsWith('/') || path.split('/').some((part) => part === '' || part === '.' || part === '..')) {
      throw new Malformed(`${name} names ${shown(path)}, which is not inside the folder`);
    }
    if (last >= path) throw new Malformed(`${name} is not sorted, or lists ${shown(path)} twice`);
    entries.set((last = path), found ?? '');
  }
  if (!text.endsWith('\n')) throw new Malformed(text === '' ? `${name} is missing or empty` : `${name}: the last line is not ended`);
  return entries;
}

/** Verifies a folder: what differs, how many files were compared, which tree it is. @param {string} folder */
function verify(folder) {
  const root = `${bytesOf8(fs.realpathSync(folder))}/`;
  const { files, odd } = filesBelow(root);
  const isPacket = files.includes('bagit.txt');
  const digests = readList(root, MANIFEST, /^[0-9a-f]{64}$/);
  const lengths = readList(root, LENGTHS, /^(0|[1-9]\d*)$/);
  const differences = odd.map((path) => `${shown(path)} is a link or no file`);
  const payload = [...digests.keys()].filter((path) => path !== LENGTHS || isPacket);
  if (payload.length === 0) throw new Malformed('nothing is listed: there is nothing to verify');
  if (isPacket) {
    const tags = readList(root, TAG_MANIFEST, /^[0-9a-f]{64}$/);
    if (textOf(`${root}bagit.txt`) !== BAGIT) throw new Malformed('bagit.txt is not that of a packet');
    if (payload.some((path) => !path.startsWith('data/'))) throw new Malformed(`${MANIFEST} lists files outside data/`);
    if ([...tags.keys()].some((path) => path.startsWith('data/'))) throw new Malformed(`${TAG_MANIFEST} lists files in data/`);
    for (const name of [MANIFEST, LENGTHS, 'bagit.txt', 'bag-info.txt']) {
      if (!tags.has(name)) throw new Malformed(`${TAG_MANIFEST} does not list ${name}`);
    }
    for (const [path, digest] of tags) digests.set(path, digest);
  } else if (!digests.has(LENGTHS)) throw new Malformed(`${MANIFEST} does not list ${LENGTHS}: this is no seal of ours`);
  if (lengths.size !== payload.length || payload.some((path) => !lengths.has(path)))
    throw new Malformed(`${LENGTHS} lists other files than ${MANIFEST}`);

  const present = new Set(files);
  let compared = 0;
  for (const [path, digest] of digests) {
    if (!present.has(path)) {
      if (!odd.includes(path)) differences.push(`${shown(path)} is missing`);
      continue;
    }
    const found = digestOf(root + path);
    compared++;
    const length = lengths.get(path);
    if (found.digest !== digest || (length !== undefined && Number(length) !== found.length)) {
      differences.push(
        `${shown(path)} differs: sealed ${digest}${length === undefined ? '' : `, ${length} bytes`}; found ${found.digest}, ${found.length} bytes`,
      );
    }
  }
  const own = isPacket ? TAG_MANIFEST : MANIFEST;
  for (const path of files) if (!digests.has(path) && path !== own) differences.push(`${shown(path)} is not listed`);
  if (compared === 0) throw new Malformed('no file could be compared');
  return {
    root,
    files: [...digests.keys(), own],
    compared,
    differences,
    tree: createHash('sha256')
      .update(bytesOf(textOf(root + MANIFEST)))
      .digest('hex'),
  };
}

/** A path of the operating system as a byte string. @param {string} path */
function bytesOf8(path) {
  return Buffer.from(path, 'utf8').toString('latin1');
}

/** Finds what is wrong with the attestations in a packet: each has to be about this packet and, with a key, signed by it. @param {string} root @param {string} tree @param {string | undefined} keyFile */
function checkAttestations(root, tree, keyFile) {
  const key = keyFile === undefined ? null : createPublicKey(fs.readFileSync(keyFile));
  const names = fs.existsSync(bytesOf(`${root}attestations`))
    ? fs.readdirSync(bytesOf(`${root}attestations`), 'latin1').filter((name) => name.endsWith('.json'))
    : [];
  const wrong = names.flatMap((name) => {
    try {
      const envelope = JSON.parse(fs.readFileSync(bytesOf(`${root}attestations/${name}`), 'utf8'));
      const body = Buffer.from(envelope.payload, 'base64');
      const subjects = JSON.parse(body.toString('utf8')).subject;
      if (!subjects.some((/** @type {any} */ subject) => subject.digest.sha256 === tree)) return [`${shown(name)} is about something else`];
      const signed = Buffer.concat([
        Buffer.from(`DSSEv1 ${Buffer.byteLength(envelope.payloadType)} ${envelope.payloadType} ${body.length} `),
        body,
      ]);
      const isSigned =
        key === null ||
        envelope.signatures.some((/** @type {any} */ { sig }) => verifySignature(null, signed, key, Buffer.from(sig, 'base64')));
      return isSigned ? [] : [`${shown(name)} is not signed with the key`];
    } catch {
      return [`${shown(name)} is no attestation`];
    }
  });
  if (key !== null && names.length === 0) wrong.push('there is no attestation that the key could have signed');
  return { count: names.length, wrong };
}

/** Copies the packet into an empty folder and runs every gate there. @param {ReturnType<typeof verify>} verified @param {string} into */
function rerun(verified, into) {
  const copy = join(into, 'packet');
  fs.mkdirSync(copy, { recursive: true });
  if (fs.readdirSync(copy).length > 0) throw new Malformed(`${copy} is not empty`);
  for (const path of verified.files) {
    const target = `${bytesOf8(copy)}/${path}`;
    fs.mkdirSync(bytesOf(target.slice(0, target.lastIndexOf('/'))), { recursive: true });
    fs.copyFileSync(bytesOf(verified.root + path), bytesOf(target), fs.constants.COPYFILE_EXCL);
  }
  const again = [process.execPath, SELF, copy, '--tree', verified.tree];
  const first = `${bytesOf8(copy)}/${verified.files.find((path) => path.startsWith('data/')) ?? verified.files[0]}`;
  const manifest = `${bytesOf8(copy)}/${MANIFEST}`;
  const write = (/** @type {string} */ path, /** @type {Buffer} */ bytes) => fs.writeFileSync(bytesOf(path), bytes);
  const original = fs.readFileSync(bytesOf(first));
  const list = fs.readFileSync(bytesOf(manifest));
  const tampered = (/** @type {string} */ name, /** @type {number} */ expected, /** @type {() => void} */ before) => ({
    ...{ name, level: 'fail-closed', command: again, expected, before },
    after() {
      write(first, original);
      write(manifest, list);
      fs.rmSync(bytesOf(`${first}.added`), { force: true });
    },
  });
  const gates = [
    { name: 'the copy equals the packet', level: 'reconstruction', command: again, expected: 0 },
    tampered('a changed byte is found', 1, () => write(first, flipped(original))),
    tampered('a missing file is found', 1, () => fs.rmSync(bytesOf(first))),
    tampered('an added file is found', 1, () => write(`${first}.added`, original)),
    tampered('an empty manifest is refused', 2, () => write(manifest, Buffer.alloc(0))),
    ...gatesOf(join(copy, 'data', 'gates.json')),
  ];
  const ran = gates.map((gate) => {
    const { name, level, command: [program = '', ...args], expected } = gate; // prettier-ignore
    gate.before?.();
    const env = { PATH: process.env['PATH'], LANG: 'C.UTF-8', ONE_ROOF_PACKET: copy };
    const cwd = join(copy, fs.existsSync(join(copy, 'data')) ? 'data' : '.');
    const options = { cwd, env, stdio: /** @type {const} */ ('ignore'), timeout: 600_000 };
    const { status } = spawnSync(program === 'node' ? process.execPath : program, args, options);
    gate.after?.();
    return { name, level, command: [program, ...args], expected, actual: status, ok: status === expected };
  });
  return { copy, ran };
}

/** @param {Buffer} bytes */
function flipped(bytes) {
  return bytes.length === 0 ? Buffer.from('x') : Buffer.concat([Buffer.from([(bytes[0] ?? 0) ^ 1]), bytes.subarray(1)]);
}

/** The gates that a packet brings along. @param {string} path @returns {{ name: string, level: string, command: string[], expected: number, before?: () => void, after?: () => void }[]} */
function gatesOf(path) {
  if (!fs.existsSync(path)) return [];
  const { gates } = JSON.parse(fs.readFileSync(path, 'utf8'));
  for (const { name, level, command, expected } of Array.isArray(gates) && gates.length > 0 ? gates : [{}]) {
    const isCommand = Array.isArray(command) && command.length > 0 && command.every((word) => typeof word === 'string');
    if (typeof name === 'string' && LEVELS.includes(level) && isCommand && Number.isInteger(expected)) continue;
    throw new Malformed('gates.json: every gate has name, level, command and expected');
  }
  return gates;
}

const LEVELS = ['reconstruction', 'fail-closed', 'governance'];

/** @param {string[]} args */
function main(args) {
  const text = /** @type {const} */ ({ type: 'string' });
  const options = { tree: text, key: text, into: text, rerun: /** @type {const} */ ({ type: 'boolean' }) };
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (positionals.length > 1 || (values.tree !== undefined && !/^[0-9a-f]{64}$/.test(values.tree))) {
    throw new Malformed('one folder at most, and --tree is 64 hex digits');
  }
  const verified = verify(positionals[0] ?? dirname(SELF));
  const differences = [...verified.differences];
  if (values.tree !== undefined && values.tree !== verified.tree) differences.push(`this is another packet than ${values.tree}`);
  const attestations = checkAttestations(verified.root, verified.tree, values.key);
  differences.push(...attestations.wrong);
  if (differences.length > 0) {
    say(
      `DIFFERENT  ${differences.length} found`,
      ...differences.slice(0, 100).map((line) => `  ${line}`),
      ...(values.rerun ? ['OVERALL FAIL'] : []),
    );
    return 1;
  }
  say(`EQUAL  ${verified.compared} files, ${attestations.count} attestations`, `packet_tree_sha256 ${verified.tree}`);
  if (values.rerun !== true) return 0;

  const into = values.into ?? fs.mkdtempSync(join(tmpdir(), 'packet-rerun-'));
  const { copy, ran } = rerun(verified, into);
  const after = verify(copy);
  const matches = after.tree === verified.tree && after.differences.every((line) => line.endsWith(' is not listed'));
  const levels = Object.fromEntries([
    ['files', matches],
    ...LEVELS.map((level) => [
      level,
      ran.some((gate) => gate.level === level) ? ran.every((gate) => gate.level !== level || gate.ok) : null,
    ]),
  ]);
  const isGood = matches && ran.every(({ ok }) => ok);
  fs.writeFileSync(
    join(into, 'exit-codes.json'),
    `${JSON.stringify({ packet_tree_sha256: verified.tree, gates: ran, levels, overall: isGood }, null, 2)}\n`,
  );
  for (const { name, level, expected, actual, ok } of ran)
    say(`  ${ok ? 'ok    ' : 'not ok'}  ${level}: ${name} (expected ${expected}, found ${actual})`);
  for (const [level, ok] of Object.entries(levels)) say(`  ${ok === null ? 'not asked' : ok ? 'ok' : 'not ok'}  level ${level}`);
  say(`  ${join(into, 'exit-codes.json')}`, `OVERALL ${isGood ? 'PASS' : 'FAIL'}`, `PACKET_TREE ${matches ? 'MATCH' : 'DIFFERENT'}`);
  return isGood ? 0 : 1;
}

/** @param {string[]} lines */
function say(...lines) {
  process.stdout.write(`${lines.join('\n')}\n`);
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  say(`MALFORMED  ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
