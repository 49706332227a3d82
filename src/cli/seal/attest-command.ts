import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseObject, readPrivateKey, signEnvelope } from '../../seal/attestation/dsse.ts';
import { addTagFile } from '../../seal/make-packet.ts';
import { Root } from '../../seal/folder/root.ts';
import { SealError } from '../../seal/seal-error.ts';
import { IN_TOTO, makeStatement, PREDICATE_TYPES } from '../../seal/attestation/statement.ts';
import { verify } from '../../seal/verify.ts';
import { finish, hashWorker } from './finish.ts';
import { readArguments, readNamedFile } from './read-arguments.ts';
import { terminal, terminalDocument } from '../../text/terminal.ts';
import { printOut } from '../to-terminal.ts';
import { EXIT_CODES } from '../../seal/report.ts';

/**
 * `one-roof-seal attest`: signs a claim about a packet, or a sealed folder, by its `packet_tree_sha256`. Only what equals its seal is
 * attested. In a packet the envelope goes to `attestations/`; elsewhere to `--out` or standard output.
 */
export async function attestCommand(args: string[]): Promise<number> {
  const options = {
    key: { type: 'string', multiple: true },
    type: { type: 'string' },
    predicate: { type: 'string' },
    name: { type: 'string' },
    out: { type: 'string' },
  } as const;
  const { values, positionals } = readArguments(args, options, [1, 1]);
  const [folder = ''] = positionals;
  const keys = (values.key ?? []).map((path) => readPrivateKey(readNamedFile(path)));
  if (keys.length === 0) throw new SealError('there is no key to sign with', { expected: '--key <private.pem>' });
  const predicateType = typeNamed(values.type ?? '');
  const predicate = values.predicate === undefined ? {} : parseObject(readNamedFile(values.predicate));
  if (predicate === null)
    throw new SealError('the predicate is not a JSON object', { subject: values.predicate ?? '' });

  const report = await verify(folder, { worker: hashWorker() });
  const tree = report.packet_tree_sha256;
  if (report.verdict !== 'equal') return finish([report], {});
  if (tree === null)
    throw new SealError(`${folder} has no manifest-sha256.txt`, { expected: 'a packet or a sealed folder' });
  const statement = makeStatement(
    [{ name: basename(report.root), digest: { sha256: tree } }],
    predicateType,
    predicate,
  );
  const envelope = `${JSON.stringify(signEnvelope(IN_TOTO, Buffer.from(JSON.stringify(statement)), keys), null, 2)}\n`;

  if (values.out !== undefined) writeFileSync(values.out, envelope, { flag: 'wx' });
  else if (report.kind === 'packet') {
    const path = `attestations/${values.name ?? fileNameOf(values.type ?? '')}.dsse.json`;
    const root = new Root(folder);
    addTagFile(root, path, envelope);
    printOut(terminal(`ATTESTED  ${path}`, `  packet_tree_sha256 ${tree}`));
  } else printOut(terminalDocument(envelope.trimEnd()));
  return EXIT_CODES.equal;
}

/** The URI of a predicate type: one of ours by its name, or any. */
export function typeNamed(type: string): string {
  const uri = PREDICATE_TYPES[type] ?? type;
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(uri)) return uri;
  throw new SealError('unknown type of claim', {
    expected: `${Object.keys(PREDICATE_TYPES).join(', ')}, or a URI`,
    found: type === '' ? 'none' : type,
  });
}

function fileNameOf(type: string): string {
  return type.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');
}
