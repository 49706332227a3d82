import type { Command, Option } from 'commander';
import { OneRoofError } from '../contract/errors.ts';
import { showCouncil } from './commands/council.ts';
import { applyOne, createOne, listAll, showRequest, withdraw } from './commands/request.ts';
import type { CreateOptions } from './commands/request.ts';
import { exportRequest, signRequest } from './commands/request-sign.ts';
import { verifyBundleFile, verifyRequest } from './commands/request-verify.ts';
import type { Operator } from './operator.ts';
import type { Printout } from './print.ts';

type Printed = Printout & { exitCode?: number };

/** Makes an action of Commander out of a command: connects, does it, prints, sets the exit code. */
type Run = (action: (operator: Operator, ...args: never[]) => Promise<Printed>) => (...args: unknown[]) => Promise<void>;

/** `one-roof council` and `one-roof request …`: what people are asked to decide, and who they are. */
export function addRequestCommands(program: Command, run: Run, finish: (printed: Printed) => void, reason: () => Option): void {
  program
    .command('council')
    .description('who holds which seat, by which policy people decide, and whether they could')
    .action(run(showCouncil));

  const request = program
    .command('request')
    .description('what people are asked to decide; nobody votes at the command line')
    .exitOverride();
  request
    .command('list', { isDefault: true })
    .description('the newest requests')
    .option('--status <status>', 'only those of which this became')
    .action(run((operator, options: { status?: string }) => listAll(operator, options)));
  request
    .command('show')
    .description('what one asks for, who said what, what is missing')
    .argument('<code>')
    .action(run((operator, code: string) => showRequest(operator, code)));
  request
    .command('create')
    .description('file one in the name of a Directus user')
    .requiredOption('--as <email>', 'whose request it is; they cannot decide it')
    .requiredOption('--subject <subject>', 'what it is about: policy, seats, event:DOMAIN.TYPE, release:CODE')
    .requiredOption('--title <text>', 'in one line')
    .option('--code <code>', 'its code; otherwise one is made up')
    .option('--action <code>', 'what is to be done, such as delegate_authority')
    .option('--proposed <file>', 'JSON: exactly what is to be done')
    .option('--packet <sha256>', 'the packet of a release')
    .option('--plan <sha256>', 'the plan of a release')
    .addOption(reason())
    .action(run((operator, options: CreateOptions) => createOne(operator, options)));
  request
    .command('withdraw')
    .argument('<code>')
    .addOption(reason())
    .action(run((operator, code: string, options: { reason: string }) => withdraw(operator, code, options.reason)));
  request
    .command('export')
    .description('all that somebody needs to verify it offline; or what somebody signs')
    .argument('<code>')
    .argument('[file]', 'a new file; without it, standard output')
    .option('--statement <email>', 'instead: what this person signs, byte for byte')
    .option('--meaning <text>', 'what the signature is to mean')
    .action(
      run((operator, code: string, file: string | undefined, options: { statement?: string; meaning?: string }) =>
        exportRequest(operator, code, file, options),
      ),
    );
  request
    .command('sign')
    .description('upload a signature that somebody made with `ssh-keygen -Y sign -n one-roof` over their statement')
    .argument('<code>')
    .requiredOption('--ssh <file>', 'what ssh-keygen wrote')
    .requiredOption('--as <email>', 'who signed')
    .option('--meaning <text>', 'as in the statement')
    .action(run((operator, code: string, options: { ssh: string; as: string; meaning?: string }) => signRequest(operator, code, options)));
  request
    .command('verify')
    .description('V1 to V5: exit code 0 GO, 3 NO-GO')
    .argument('[code]', 'a request in the database')
    .option('--bundle <file>', 'instead, offline: a file of `request export`')
    .option('--trust <file>', 'with --bundle: your own trust file')
    .action(async (code: string | undefined, options: { bundle?: string; trust?: string }) => {
      const { bundle } = options;
      if ((code === undefined) === (bundle === undefined))
        throw new OneRoofError('ONE_ROOF_BAD_REQUEST', 'name a request, or say --bundle');
      if (bundle !== undefined) finish(await verifyBundleFile(bundle, options.trust));
      else await run((operator) => verifyRequest(operator, code ?? ''))();
    });
  request
    .command('apply')
    .description('carry out what was ratified about seats, the policy or an event type')
    .argument('<code>')
    .addOption(reason())
    .action(run((operator, code: string, options: { reason: string }) => applyOne(operator, code, options.reason)));
}
