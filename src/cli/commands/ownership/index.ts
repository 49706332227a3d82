import type { Command } from 'commander';
import { ownershipWhatIf } from './what-if.ts';
import type { WhatIfOptions } from './what-if.ts';
import type { Runner } from '../../noun.ts';

/** `one-roof ownership …`: the effect of a change before anybody asks for it. */
export function addOwnershipCommands(program: Command, { run }: Runner): void {
  const ownership = program.command('ownership').description('preview a change of ownership').exitOverride();
  ownership
    .command('what-if')
    .description('show the cells that a change would affect; writes nothing')
    .option('--retire <codes...>', 'owners, or scope:CODE for responsibility scopes')
    .option('--move <names...>', 'a collection and the group it goes to, ~none for no group')
    .option('--plan <file>', 'as if this plan were registered')
    .option('--limit <number>', 'how many cells to list, at most 500')
    .option('--cursor <cursor>', 'the next page')
    .action(run((operator, options: WhatIfOptions) => ownershipWhatIf(operator, options)));
}
