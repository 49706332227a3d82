import type { Command } from 'commander';
import { emit, lag, types } from './events.ts';
import type { EmitOptions } from './events.ts';
import type { Runner } from '../../noun.ts';

/** `one-roof events …`: event types, and the outbox. */
export function addEventsCommands(program: Command, { run }: Runner): void {
  const events = program
    .command('events')
    .description('event types that may be emitted, and the state of the outbox')
    .exitOverride();
  events.command('types').description('list the event types, and which of them may be emitted').action(run(types));
  events
    .command('emit')
    .description('emit an event; refused (exit 3) while its type is inactive')
    .argument('<type>', 'such as coverage.scan_completed')
    .option('--domain <domain>', 'the domain of the type', 'governance')
    .option('--subject <table:ref>', 'its subject')
    .option('--address <address>', 'its canonical address, if it differs from the subject')
    .option('--correlation <id>', 'the key by which a repeated event is recognised')
    .option('--stream <stream>', 'must be the one of the event type')
    .option('--lane <lane>', 'must be the one of the event type')
    .option('--severity <severity>', 'critical, warning or info')
    .option('--payload <json>', 'metadata', '{}')
    .action(run((operator, type: string, options: EmitOptions) => emit(operator, type, options)));
  events
    .command('lag')
    .description('show events, queue, fence, and the transaction that holds readers back')
    .action(run(lag));
}
