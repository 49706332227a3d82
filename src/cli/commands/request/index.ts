import { Option } from 'commander';
import type { Command } from 'commander';
import { OneRoofError } from '../../../contract/errors.ts';
import { PROPOSALS } from '../../../contract/proposals.ts';
import { applyOne, createOne, listAll, showRequest, withdraw } from './request.ts';
import type { CreateOptions } from './request.ts';
import { confirmByKey, signByKey, voteByKey, writeStatement } from './act.ts';
import type { SignedOptions, StatementOptions } from './act.ts';
import { exportRequest } from './export.ts';
import { verifyBundleFile, verifyRequest } from './verify.ts';
import type { Runner } from '../../noun.ts';
import { parseDuration, reasonOption } from '../../parse-arguments.ts';

const UPLOADS = [
  ['vote', 'upload a vote signed with ssh-keygen', voteByKey],
  ['sign', 'upload a sovereign signature made with ssh-keygen', signByKey],
  ['confirm', 'upload the signed confirmation of the proposer (profile two_person)', confirmByKey],
] as const;

/** `one-roof request …`: requests for a decision, with their votes and signatures. */
export function addRequestCommands(program: Command, { run, finish }: Runner): void {
  const request = program
    .command('request')
    .description('requests for a decision, with their votes and signatures')
    .addHelpText('after', proposalHelp())
    .exitOverride();
  request
    .command('list', { isDefault: true })
    .description('list the newest requests')
    .option('--status <status>', 'only those with this status')
    .action(run((operator, options: { status?: string }) => listAll(operator, options)));
  request
    .command('show')
    .description('show what a request asks for, its votes and signatures, and what is missing')
    .argument('<code>')
    .action(run((operator, code: string) => showRequest(operator, code)));
  request
    .command('create')
    .description('file a request in the name of a Directus user')
    .requiredOption('--as <email>', 'the proposer, who cannot decide it')
    .requiredOption('--subject <subject>', 'its subject: policy, seats, event:DOMAIN.TYPE, release:CODE')
    .requiredOption('--title <text>', 'in one line')
    .option('--code <code>', 'its code (default: a generated one)')
    .option('--action <code>', 'its action, such as delegate_authority')
    .option('--proposed <file>', 'JSON: exactly what is to be done')
    .option('--packet <sha256>', 'the packet of a release')
    .option('--plan <sha256>', 'the plan of a release')
    .addOption(reasonOption())
    .addHelpText('after', proposalHelp())
    .action(run((operator, options: CreateOptions) => createOne(operator, options)));
  request
    .command('withdraw')
    .argument('<code>')
    .addOption(reasonOption())
    .action(run((operator, code: string, options: { reason: string }) => withdraw(operator, code, options.reason)));
  request
    .command('export')
    .description('export everything needed to verify a request offline')
    .argument('<code>')
    .argument('[file]', 'a new file; without it, standard output')
    .action(run((operator, code: string, file: string | undefined) => exportRequest(operator, code, file)));
  request
    .command('statement')
    .description(
      'write the statement of an act: save it byte for byte, then `ssh-keygen -Y sign -n one-roof -f KEY FILE`',
    )
    .argument('<code>')
    .requiredOption('--as <email>', 'the signer')
    .addOption(new Option('--act <act>', 'the act').choices(['vote', 'sign', 'permit', 'confirm']).default('sign'))
    .addOption(new Option('--choice <choice>', 'for a vote: the choice').choices(['approve', 'reject', 'abstain']))
    .option('--rationale <text>', 'for a vote: the reason')
    .option('--meaning <text>', 'for a signature: its meaning')
    .option(
      '--to <operator>',
      'for a run permit: the operator, operator:NAME, where NAME is their database role (default: you)',
    )
    .option('--for <time>', 'for a run permit: how long it holds, 30m, 2h', parseDuration, 7200)
    .action(run((operator, code: string, options: StatementOptions) => writeStatement(operator, code, options)));
  for (const [name, what, upload] of UPLOADS) {
    const command = request
      .command(name)
      .description(what)
      .argument('<code>')
      .requiredOption(
        '--ssh <file>',
        'the signature file of ssh-keygen; the statement is the file beside it, without .sig',
      )
      .requiredOption('--as <email>', 'the signer')
      .option('--statement <file>', 'the statement, if it is somewhere else');
    if (name === 'vote') command.requiredOption('--rationale <text>', 'why, as in the statement');
    command.action(run((operator, code: string, options: SignedOptions) => upload(operator, code, options)));
  }
  request
    .command('verify')
    .description('V1 to V5: exit code 0 GO, 3 NO-GO')
    .argument('[code]', 'a request in the database')
    .option('--bundle <file>', 'instead, offline: a file of `request export`')
    .option('--trust <file>', 'with --bundle: your own trust file; without it V3 is not judged')
    .action(async (code: string | undefined, options: { bundle?: string; trust?: string }) => {
      const { bundle } = options;
      if ((code === undefined) === (bundle === undefined))
        throw new OneRoofError('ONE_ROOF_BAD_REQUEST', 'name a request or use --bundle');
      if (bundle !== undefined) finish(await verifyBundleFile(bundle, options.trust));
      else await run((operator) => verifyRequest(operator, code ?? ''))();
    });
  request
    .command('apply')
    .description('apply what was ratified about seats, the policy or an event type')
    .argument('<code>')
    .addOption(reasonOption())
    .action(run((operator, code: string, options: { reason: string }) => applyOne(operator, code, options.reason)));
}

/**
 * Help on what a request may propose: for each subject the action, and an example of the file that --proposed names.
 */
function proposalHelp(): string {
  const forms = Object.values(PROPOSALS).map(
    ({ subject, action, says, example }) =>
      `  --subject ${subject} --action ${action}\n    ${says} The file of --proposed:\n    ${JSON.stringify(example)}`,
  );
  return [
    '',
    'What a request may propose:',
    ...forms,
    '  A release is asked for with `one-roof release request`.',
  ].join('\n');
}
