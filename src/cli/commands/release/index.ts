import { Option } from 'commander';
import type { Command } from 'commander';
import { applyPacket, buildRelease, planRelease, request, rollBack, showReleases, verify } from './release.ts';
import { rehearse } from './rehearse.ts';
import type { RehearseOptions } from './rehearse.ts';
import { permitRelease, revokePermit } from './permit.ts';
import { lintRelease } from './lint.ts';
import type { Runner } from '../../noun.ts';
import { parseNumber, reasonOption } from '../../parse-arguments.ts';

/** `one-roof release …`: build, rehearse, apply and roll back releases. */
export function addReleaseCommands(program: Command, { run }: Runner): void {
  const release = program
    .command('release')
    .description('build, rehearse, apply and roll back releases')
    .exitOverride();
  const why = new Option('--reason <text>', 'the reason, kept in the ledger');
  release
    .command('plan')
    .description('what a release of the plan in force would do; writes nothing')
    .argument('[code]', 'the code of the release', 'REL-1')
    .action(run((operator, code: string) => planRelease(operator, code)));
  release
    .command('build')
    .description('write its packet: the tiers, what takes them back, the runbooks, sealed')
    .argument('<code>', 'the code of the release, such as REL-1')
    .argument('<folder>', 'a new folder')
    .option('--plan <file>', 'refuse unless this is the plan in force')
    .option('--title <text>', 'what it is about, in one line')
    .action(
      run((operator, code: string, folder: string, options: { plan?: string; title?: string }) =>
        buildRelease(operator, code, folder, options),
      ),
    );
  release
    .command('lint')
    .description('check a packet before its ratification is requested; exit 3 if something is wrong')
    .argument('<packet>')
    .action(run((operator, packet: string) => lintRelease(operator, packet)));
  release
    .command('rehearse')
    .description('carry it out and take it back on a proven clone, in a transaction that is rolled back')
    .argument('<packet>')
    .requiredOption('--on <database>', 'the clone')
    .option(
      '--key <file>',
      'sign the evidence with this key (for a public key, ssh-agent signs); unsigned evidence does not count',
    )
    .option(
      '--signer <name>',
      'the signer, as the trust file names them (default: operator: and the role of the database)',
    )
    .action(run((operator, packet: string, options: RehearseOptions) => rehearse(operator, packet, options)));
  release
    .command('request')
    .description('request the ratification of exactly this packet')
    .argument('<packet>')
    .requiredOption('--as <email>', 'the Directus user who files the request')
    .option(
      '--code <code>',
      'the code of the request (default: APR- and the code of the release, with a number where that is taken)',
    )
    .option('--title <text>')
    .option('--days <number>', 'how long it may be decided', parseNumber, 14)
    .addOption(reasonOption())
    .action(
      run(
        (
          operator,
          packet: string,
          options: { as: string; code?: string; title?: string; days: number; reason: string },
        ) => request(operator, packet, options),
      ),
    );
  release
    .command('permit')
    .description(
      'permit one run: upload the statement that a seat holder signed, `one-roof request statement CODE --act permit`',
    )
    .argument('<code>', 'the release')
    .requiredOption(
      '--ssh <file>',
      'the signature file of ssh-keygen; the statement is the file beside it, without .sig',
    )
    .requiredOption('--as <email>', 'the signer')
    .option('--statement <file>', 'the statement, if it is somewhere else')
    .action(
      run((operator, code: string, options: { ssh: string; as: string; statement?: string }) =>
        permitRelease(operator, code, options),
      ),
    );
  release
    .command('revoke')
    .description('take back the run permits of a release that were not used')
    .argument('<code>', 'the release')
    .addOption(reasonOption())
    .action(run((operator, code: string, options: { reason: string }) => revokePermit(operator, code, options.reason)));
  release
    .command('apply')
    .description('carry it out: one transaction, everything or nothing; exit 3 where it is refused')
    .argument('<packet>')
    .requiredOption('--request <code>', 'the ratified request')
    .option('--dry-run', 'do all of it, and undo it')
    .addOption(why)
    .action(
      run((operator, packet: string, options: { request: string; dryRun?: boolean; reason?: string }) =>
        applyPacket(operator, packet, options),
      ),
    );
  release
    .command('verify')
    .description('check that what it wrote is in place as planned')
    .argument('<code>', 'the release')
    .action(run((operator, code: string) => verify(operator, code)));
  release
    .command('rollback')
    .description('take it back: everything is as it found it; a second time there is nothing to do')
    .argument('<packet>')
    .option('--dry-run', 'do all of it, and undo it')
    .addOption(reasonOption())
    .action(
      run((operator, packet: string, options: { dryRun?: boolean; reason: string }) =>
        rollBack(operator, packet, options),
      ),
    );
  release
    .command('status')
    .description('list the releases, their status and the next step')
    .argument('[code]', 'only this one')
    .action(run((operator, code: string | undefined) => showReleases(operator, code)));
}
