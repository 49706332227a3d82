import { Option } from 'commander';
import type { Command } from 'commander';
import { gate } from './gate.ts';
import { watchGate } from './watch-gate.ts';
import type { Runner } from '../../noun.ts';
import { wholeNumber } from '../../parse-arguments.ts';

/** `one-roof gate`: its verdict, once or again and again. */
export function addGateCommand(program: Command, { asksForJson, run }: Runner): void {
  program
    .command('gate')
    .description('READY (exit 0), BLOCKED (exit 10) with what blocks it and what to do, or APPLIED (exit 11)')
    .option('--release <code>', 'for this release; without it, for the one that is next')
    .option('--packet <folder>', 'for the release of this packet, and whether its bytes are the sealed ones')
    .option('--quiet', 'print the verdict only')
    .option('--watch', 'ask again and again, and print what changes, until interrupted')
    .addOption(new Option('--interval <seconds>', 'how often to ask').argParser(wholeNumber).default(5))
    .action(
      run(
        (
          operator,
          options: { quiet?: boolean; watch?: boolean; release?: string; packet?: string; interval: number },
        ) => (options.watch ? watchGate(operator, { ...options, json: asksForJson }) : gate(operator, options)),
      ),
    );
}
