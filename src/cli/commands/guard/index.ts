import { Argument } from 'commander';
import type { Command } from 'commander';
import { GuardMode } from '../../../contract/answers/writes.ts';
import { acknowledge, arm, disarm, setMode, setWrites, showGuard } from './guard.ts';
import type { Runner } from '../../noun.ts';
import { reasonOption } from '../../parse-arguments.ts';

/** `one-roof guard …`: modes and rules of the guards. */
export function addGuardCommands(program: Command, { run }: Runner): void {
  const guard = program
    .command('guard')
    .description('refuse or record changes of collections and of their items')
    .exitOverride();
  guard
    .command('status', { isDefault: true })
    .description('show modes, findings, and what enforcing would block')
    .action(run(showGuard));
  guard
    .command('mode')
    .description('off, observe (record what would be refused) or enforce (refuse it)')
    .addArgument(new Argument('<mode>').choices(GuardMode.options))
    .option('--group <code>', 'for this group only')
    .addOption(reasonOption())
    .action(
      run((operator, mode: GuardMode, options: { group?: string; reason: string }) => setMode(operator, mode, options)),
    );
  guard
    .command('writes')
    .description('owned: items are written only while somebody is accountable for execution; free: always')
    .argument('<collection>')
    .addArgument(new Argument('<rule>').choices(['owned', 'free']))
    .addOption(reasonOption())
    .action(
      run((operator, collection: string, rule: 'owned' | 'free', options: { reason: string }) =>
        setWrites(operator, collection, rule, options.reason),
      ),
    );
  guard
    .command('acknowledge')
    .description('accept a change of a table that its guard cannot see: a rewrite, a replaced column')
    .argument('<collection>')
    .addOption(reasonOption())
    .action(
      run((operator, collection: string, options: { reason: string }) =>
        acknowledge(operator, collection, options.reason),
      ),
    );
  guard.command('arm').description('put back the triggers that were lost or switched off').action(run(arm));
  guard
    .command('disarm')
    .description('turn every guard off and take its triggers away')
    .addOption(reasonOption())
    .action(run((operator, options: { reason: string }) => disarm(operator, options.reason)));
}
