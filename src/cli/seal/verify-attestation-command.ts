import { readEnvelope, readPublicKey, verifyEnvelope } from '../../seal/attestation/dsse.ts';
import { SealError } from '../../seal/seal-error.ts';
import { IN_TOTO, isAbout, readStatement } from '../../seal/attestation/statement.ts';
import { verify } from '../../seal/verify.ts';
import { typeNamed } from './attest-command.ts';
import { finish, hashWorker } from './finish.ts';
import { readArguments, readNamedFile, readTree } from './read-arguments.ts';
import { terminal, terminalJson } from '../../text/terminal.ts';
import type { TerminalText } from '../../text/terminal.ts';
import { printOut } from '../to-terminal.ts';
import { EXIT_CODES } from '../../seal/report.ts';

/**
 * `one-roof-seal verify-attestation`: is an envelope signed with the keys that are trusted, and about this packet? The packet is
 * verified first. Exit code 1: not signed so, or about something else; 2: no envelope, no statement, no packet.
 */
export async function verifyAttestationCommand(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const options = {
    key: { type: 'string', multiple: true },
    threshold: text,
    packet: text,
    tree: text,
    type: text,
    json: { type: 'boolean' },
  } as const;
  const { values, positionals } = readArguments(args, options, [1, 1]);
  const [file = ''] = positionals;
  const keys = (values.key ?? []).map((path) => readPublicKey(readNamedFile(path)));
  if (keys.length === 0) throw new SealError('there is no key to trust', { expected: '--key <public.pem>' });
  const envelope = readEnvelope(readNamedFile(file));
  const type = values.type === undefined ? null : typeNamed(values.type);
  const threshold = Number(values.threshold ?? 1);
  let tree = readTree(values.tree);
  if (values.packet !== undefined) {
    const report = await verify(values.packet, { tree, worker: hashWorker() });
    if (report.verdict !== 'equal') return finish([report], { json: values.json });
    tree = report.packet_tree_sha256 ?? tree;
  }

  const verified = verifyEnvelope(envelope, keys, threshold);
  const refuse = (message: string): number =>
    tell(
      values.json,
      { verdict: 'different', message },
      terminal(`DIFFERENT  ${file}: ${message}`),
      EXIT_CODES.different,
    );
  if (verified === null)
    return refuse(`not signed with ${threshold === 1 ? 'a key' : `${threshold} keys`} that is trusted`);
  if (envelope.payloadType !== IN_TOTO) return refuse(`a signed message of another type: ${envelope.payloadType}`);
  const statement = readStatement(verified.body);
  if (type !== null && statement.predicateType !== type)
    return refuse(`a claim of another type: ${statement.predicateType}`);
  if (tree !== undefined && !isAbout(statement, tree)) return refuse(`a claim about something else than ${tree}`);
  const about =
    tree === undefined
      ? 'about what it says; no packet was compared (--packet, --tree)'
      : `about packet_tree_sha256 ${tree}`;
  const subjects = statement.subject.map(({ name, digest }) => `  ${name} ${JSON.stringify(digest)}`);
  const lines = [
    `SIGNED  ${statement.predicateType}, ${about}`,
    ...verified.keys.map((key) => `  by key ${key}`),
    ...subjects,
  ];
  return tell(values.json, { verdict: 'equal', keys: verified.keys, statement }, terminal(...lines), EXIT_CODES.equal);
}

function tell(json: boolean | undefined, value: unknown, text: TerminalText, exitCode: number): number {
  printOut(json ? terminalJson(value) : text);
  return exitCode;
}
