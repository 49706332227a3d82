import { Option } from 'commander';
import type { Command } from 'commander';
import { checkpoint, exportChain, show, verify } from './ledger.ts';
import type { Runner } from '../../noun.ts';
import { wholeNumber } from '../../parse-arguments.ts';

/** `one-roof ledger …`: acts of governance, and whether the record of them is whole. */
export function addLedgerCommands(program: Command, { run }: Runner): void {
  const ledger = program
    .command('ledger')
    .description('every change of governance, and whether its record is intact')
    .exitOverride();
  ledger
    .command('verify')
    .description('recompute the whole ledger; exit 3 if anything is not as it was written, naming the first bad row')
    .option('--checkpoints <file>', 'compare with checkpoints that were kept elsewhere')
    .action(run((operator, options: { checkpoints?: string }) => verify(operator, options)));
  ledger
    .command('show')
    .description('the newest rows; with an id, one row and what it changed')
    .argument('[id]', 'a row', wholeNumber)
    .addOption(new Option('--limit <rows>', 'how many').argParser(wholeNumber).default(20))
    .action(run((operator, id: number | undefined, options: { limit: number }) => show(operator, id, options)));
  ledger
    .command('export')
    .description('print the chain, one JSON object per line, to check it elsewhere')
    .addOption(new Option('--from <seq>', 'begin here').argParser(wholeNumber).default(1))
    .action(run((operator, options: { from: number }) => exportChain(operator, options)));
  ledger
    .command('checkpoint')
    .description('record the head of the chain; keep the output where nobody who can write the ledger can write')
    .option('--file <file>', 'also append it to this file')
    .action(run((operator, options: { file?: string }) => checkpoint(operator, options)));
}
