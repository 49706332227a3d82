import type { Command } from 'commander';
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';
import { GovernanceCode, Sha256 } from '../../../contract/vocabulary.ts';
import { digestWords } from '../../../signing/digest-words.ts';
import { verify } from '../../../seal/verify.ts';
import type { Printout } from '../../print.ts';
import { readTextFile } from '../../read-text-file.ts';
import { terminal } from '../../../text/terminal.ts';
import type { TerminalText } from '../../../text/terminal.ts';
import type { Runner } from '../../noun.ts';

/** Adds `one-roof words` to the program. */
export function addWordsCommand(program: Command, { finish }: Runner): void {
  program
    .command('words')
    .description(
      'the six words of a packet or of a request, to compare with what a page shows; needs no database and no Directus',
    )
    .argument('<path>', 'the folder of a packet, or a file of `request export`')
    .action(async (path: string) => finish(await showWords(path)));
}

/** Six words, and the digest that they stand for. */
interface Words {
  /** The thing that was digested here, or, for `named_packet`, a packet that a request names and that was not looked at. */
  of: 'packet' | 'request' | 'named_packet';
  name: string;
  sha256: string;
  words: string;
}

/** The part of a bundle that its words are made of, in every version of the format. */
const Bundle = z.object({
  format: z.string().startsWith('one-roof-request-bundle/'),
  requests: z.array(z.object({ revision_content: z.string(), revision_digest: Sha256 })).min(1),
});

/** The part of what people decide on that says which words they compare. */
const Content = z.object({ code: GovernanceCode, revision: z.number().int(), packet_tree_sha256: Sha256.nullable() });

/**
 * `one-roof words FILE_OR_PACKET`: the six words of a release packet, or of a request in a bundle, without a database and without
 * Directus. So a second machine can tell whether a page shows what it says. Everything is digested here: a digest that a file claims
 * is only compared.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED if the bytes are not those of the digest; ONE_ROOF_BAD_REQUEST for other files.
 */
export async function showWords(path: string): Promise<Printout> {
  const words = isFolder(path) ? [await wordsOfPacket(path)] : wordsOfBundle(path);
  return { json: words, text: terminal(...words.map(wordsText)) };
}

async function wordsOfPacket(folder: string): Promise<Words> {
  const report = await verify(folder);
  const { kind, verdict, packet_tree_sha256: sha256, differences, problems } = report;
  if (kind !== 'packet' || verdict !== 'equal' || sha256 === null) {
    const [difference] = differences;
    throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `The packet in ${folder} has changed since it was sealed`, {
      subject: folder,
      expected: 'a release packet in which every byte is as it was sealed',
      found:
        difference === undefined
          ? (problems[0]?.message ?? `a ${kind} that is not a packet`)
          : `${difference.path}: ${difference.message}`,
      fix: 'Get the packet again. Words of other bytes than those that run would say nothing.',
    });
  }
  return { of: 'packet', name: folder, sha256, words: digestWords(sha256) };
}

function wordsOfBundle(path: string): Words[] {
  const bundle = Bundle.safeParse(parsedJson(readTextFile(path)));
  if (!bundle.success) throw unreadable(path);
  return bundle.data.requests.flatMap(({ revision_content: content, revision_digest: claimed }) => {
    const request = Content.safeParse(parsedJson(content));
    if (!request.success) throw unreadable(path);
    const { code, revision, packet_tree_sha256: packet } = request.data;
    const sha256 = createHash('sha256').update(content, 'utf8').digest('hex');
    if (sha256 !== claimed) {
      throw new OneRoofError(
        'ONE_ROOF_PRECONDITION_FAILED',
        `The bundle claims another digest for ${code} than that of its content`,
        {
          subject: code,
          expected: sha256,
          found: claimed,
          fix: 'Do not sign. Export the bundle again, and ask who changed this one.',
        },
      );
    }
    const own: Words = { of: 'request', name: `${code}, revision ${revision}`, sha256, words: digestWords(sha256) };
    return packet === null
      ? [own]
      : [own, { of: 'named_packet', name: code, sha256: packet, words: digestWords(packet) }];
  });
}

function wordsText({ of, name, sha256, words }: Words): TerminalText {
  const about = {
    packet: `the packet in ${name}: every byte is as it was sealed`,
    request: `request ${name}: its content has this digest`,
    named_packet: `the packet that ${name} names; give its folder to check its bytes`,
  };
  return terminal(words, `  ${about[of]}`, `  sha256 ${sha256}`);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreadable(path: string): OneRoofError {
  return new OneRoofError('ONE_ROOF_BAD_REQUEST', `${path} has no words`, {
    subject: path,
    expected: 'the folder of a release packet, or the bundle of a request',
    found: 'something else',
    fix: 'Give the folder that `one-roof release build` wrote, or the file of `one-roof request export CODE FILE`.',
  });
}
