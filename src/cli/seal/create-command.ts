import { createSeal } from '../../seal/create-seal.ts';
import type { Sealed } from '../../seal/create-seal.ts';
import { makePacket } from '../../seal/make-packet.ts';
import { MANIFEST } from '../../seal/manifest/manifest.ts';
import { Root } from '../../seal/folder/root.ts';
import { SealError } from '../../seal/seal-error.ts';
import { VERIFIER } from '../../seal/verifier-text.ts';
import { verify } from '../../seal/verify.ts';
import { finish, hashWorker } from './finish.ts';
import { VERSION } from '../version.ts';
import { readArguments } from './read-arguments.ts';
import { terminal, terminalJson } from '../../text/terminal.ts';
import { printErr, printOut } from '../to-terminal.ts';
import { EXIT_CODES } from '../../seal/report.ts';

/** `one-roof-seal create`: seals a folder, or makes a packet of it. A seal that is there already is not replaced unless that is asked for. */
export async function createCommand(args: string[]): Promise<number> {
  const options = {
    packet: { type: 'string' },
    info: { type: 'string', multiple: true },
    date: { type: 'string' },
    renew: { type: 'boolean' },
    json: { type: 'boolean' },
  } as const;
  const { values, positionals } = readArguments(args, options, [1, 1]);
  const [folder = ''] = positionals;
  if (values.packet !== undefined) {
    const info = (values.info ?? []).map(readInfo);
    const agent = ['Bag-Software-Agent', `one-roof-seal ${VERSION}`] as const;
    const { date, packet } = values;
    return tell(
      packet,
      await makePacket(folder, packet, { info: [...info, agent], date, verifier: VERIFIER, worker: hashWorker() }),
      values.json,
    );
  }
  if (values.info !== undefined || values.date !== undefined)
    throw new SealError('--info and --date are for packets', { fix: 'use --packet <new folder>' });
  const root = new Root(folder);
  if (root.has('bagit.txt'))
    throw new SealError(`${folder} is a bag`, {
      expected: 'a folder that is not a bag',
      fix: 'seal what it holds: --packet',
    });
  if (root.has(MANIFEST) && values.renew !== true) return alreadySealed(folder, values.json);
  return tell(folder, await createSeal(root, hashWorker()), values.json);
}

function readInfo(text: string): readonly [string, string] {
  const [, label, value] = /^([^:]+): ?(.*)$/s.exec(text) ?? [];
  if (label === undefined || value === undefined)
    throw new SealError('--info cannot be read', { expected: '"Label: value"', found: text });
  return [label, value];
}

/** Sealing twice is nothing; sealing over a difference would hide it. */
async function alreadySealed(folder: string, json: boolean | undefined): Promise<number> {
  const report = await verify(folder, { worker: hashWorker() });
  const exitCode = await finish([report], { json });
  if (exitCode !== EXIT_CODES.equal)
    printErr(
      terminal(
        'one-roof-seal: the folder is sealed already and differs; nothing was written. --renew seals it as it is now',
      ),
    );
  return exitCode;
}

function tell(place: string, sealed: Sealed, json: boolean | undefined): number {
  const { files, bytes, packet_tree_sha256: tree } = sealed;
  printOut(
    json
      ? terminalJson(sealed)
      : terminal(`SEALED  ${place}: ${files} files, ${bytes} bytes`, `  packet_tree_sha256 ${tree}`),
  );
  return EXIT_CODES.equal;
}
