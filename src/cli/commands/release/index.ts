import { Option } from 'commander';
import type { Command } from 'commander';
import { applyPacket, buildRelease, planRelease, request, rollBack, showReleases, verify } from './release.ts';
import { rehearse } from './rehearse.ts';
import type { RehearseOptions } from './rehearse.ts';
import { permitRelease, revokePermit } from './permit.ts';
import { lintRelease } from './lint.ts';
import type { Runner } from '../../noun.ts';
import { parseNumber, reasonOption } from '../../parse-arguments.ts';

/** `one-roof release …`: from a plan to owners who answer, and back. */
export function addReleaseCommands(program: Command, { run }: Runner): void {
  const release = program.command('release').description('from a plan to owners who answer, and back').exitOverride();
  const why = new Option('--reason <text>', 'why; the ledger keeps it');
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
    .description('judge a packet before anybody is asked to ratify it; exit 3 where something is wrong')
    .argument('<packet>')
    .action(run((operator, packet: string) => lintRelease(operator, packet)));
  release
    .command('rehearse')
    .description('carry it out and take it back on a proven clone, in a transaction that is rolled back')
    .argument('<packet>')
    .requiredOption('--on <database>', 'the clone')
    .option(
      '--key <file>',
      'sign the evidence with this key (a public one: ssh-agent does); unsigned it counts for nothing',
    )
    .option(
      '--signer <name>',
      'who signs, as the trust file names them (default: operator: and the role of the database)',
    )
    .action(run((operator, packet: string, options: RehearseOptions) => rehearse(operator, packet, options)));
  release
    .command('request')
    .description('ask people to ratify exactly this packet')
    .argument('<packet>')
    .requiredOption('--as <email>', 'the Directus user who asks')
    .option(
      '--code <code>',
      'the code of the request (default: APR- and the code of the release, with a number where that is taken)',
    )
    .option('--title <text>')
    .option('--days <number>', 'for how long it may be decided', parseNumber, 14)
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
      'permit one run: upload what somebody who holds a seat signed, `one-roof request statement CODE --act permit`',
    )
    .argument('<code>', 'the release')
    .requiredOption('--ssh <file>', 'what ssh-keygen wrote; the statement is the file beside it, without .sig')
    .requiredOption('--as <email>', 'who signed')
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
    .requiredOption('--request <code>', 'the request that people ratified')
    .option('--dry-run', 'do all of it, and undo it')
    .addOption(why)
    .action(
      run((operator, packet: string, options: { request: string; dryRun?: boolean; reason?: string }) =>
        applyPacket(operator, packet, options),
      ),
    );
  release
    .command('verify')
    .description('read back whether it is there as it was planned')
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
    .description('every release, what became of it, and what comes next')
    .argument('[code]', 'one of them')
    .action(run((operator, code: string | undefined) => showReleases(operator, code)));
}
