#!/usr/bin/env node
import { SealError } from '../seal/seal-error.ts';
import { printSealError } from './seal/print-seal-error.ts';
import { terminal, terminalDocument } from '../text/terminal.ts';
import { allowClosedOutput, printErr, printOut } from './to-terminal.ts';
import { EXIT_CODES } from '../seal/report.ts';

/*
 * The program `one-roof-seal`. No database, no Directus, no network; loads only what a command needs.
 * Exit codes: 0 equal, done; 1 different; 2 malformed, unreadable, wrong usage.
 */

const USAGE = `one-roof-seal: are these the bytes that were sealed?

  create <folder> [--packet <new folder>] [--info "Label: value"]… [--renew]
      seal a folder in place, or make a packet (BagIt, with a verifier) of it
  verify <folder or manifest>… [--tree <sha256>] [--root <folder>] [--unlisted refuse|allow] [--against <folder>]
      compare every byte with the seal, and explain every difference
  diff <folder> <folder>
      explain how the second differs from the first
  attest <packet> --key <private.pem>… --type rehearsal|gate|ratification|release|<URI> [--predicate <file.json>] [--out <file>]
      sign a claim about a packet: in-toto statement, DSSE envelope, Ed25519
  verify-attestation <envelope> --key <public.pem>… [--threshold <n>] [--packet <folder>] [--tree <sha256>] [--type …]
      is it signed, and about this packet?
  selftest
      does this program find what it should find?

  --json, --sarif, --github   how the result of verify and diff is printed; --sarif-to <file> besides
  --version, --help

Exit codes: 0 equal, 1 different, 2 malformed or unreadable.
`;

type Command = (args: string[]) => Promise<number>;

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  create: async () => (await import('./seal/create-command.ts')).createCommand,
  verify: async () => (await import('./seal/verify-command.ts')).verifyCommand,
  diff: async () => (await import('./seal/diff-command.ts')).diffCommand,
  attest: async () => (await import('./seal/attest-command.ts')).attestCommand,
  'verify-attestation': async () => (await import('./seal/verify-attestation-command.ts')).verifyAttestationCommand,
  selftest: async () => (await import('./seal/selftest-command.ts')).selftestCommand,
};

async function main([name = '', ...args]: string[]): Promise<number> {
  if (name === '--help' || name === 'help' || (COMMANDS[name] !== undefined && args.includes('--help'))) {
    printOut(terminalDocument(USAGE.trimEnd()));
    return EXIT_CODES.equal;
  }
  if (name === '--version') {
    printOut(terminal((await import('./version.ts')).VERSION));
    return EXIT_CODES.equal;
  }
  const command = COMMANDS[name];
  if (command !== undefined) return (await command())(args);
  throw new SealError(name === '' ? 'there is no command' : `there is no command ${name}`, {
    expected: Object.keys(COMMANDS).join(', '),
    fix: 'one-roof-seal --help',
  });
}

allowClosedOutput();

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    printErr(printSealError(error, process.argv.includes('--json')));
    process.exitCode = EXIT_CODES.malformed;
  },
);
