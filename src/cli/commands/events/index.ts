import type { Command } from 'commander';
import { emit, lag, types } from './events.ts';
import type { EmitOptions } from './events.ts';
import type { Runner } from '../../noun.ts';

/** `one-roof events …`: event types, and the outbox. */
export function addEventsCommands(program: Command, { run }: Runner): void {
  const events = program
    .command('events')
    .description('what may be emitted, and how far the outbox has come')
    .exitOverride();
  events.command('types').description('the types of events, and which of them may be emitted').action(run(types));
  events
    .command('emit')
    .description('emit an event; refused (exit 3) while its type is inactive')
    .argument('<type>', 'such as coverage.scan_completed')
    .option('--domain <domain>', 'the domain of the type', 'governance')
    .option('--subject <table:ref>', 'what it is about')
    .option('--address <address>', 'its canonical address, where that is another one')
    .option('--correlation <id>', 'what makes two events the same one')
    .option('--stream <stream>', 'refused where it is not the one of the type')
    .option('--lane <lane>', 'refused where it is not the one of the type')
    .option('--severity <severity>', 'critical, warning or info')
    .option('--payload <json>', 'metadata', '{}')
    .action(run((operator, type: string, options: EmitOptions) => emit(operator, type, options)));
  events.command('lag').description('events, queue, fence, and who holds readers back').action(run(lag));
}
