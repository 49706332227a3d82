import type { Command } from 'commander';
import { OneRoofError } from '../../../contract/errors.ts';
import { closePermit, listPermits, openPermit } from '../../../governance/guard/permits.ts';
import type { PermitKind } from '../../../governance/guard/permits.ts';
import type { Operator } from '../../operator.ts';
import type { Printout } from '../../print.ts';
import { permitsText } from '../guard/guard-text.ts';
import { terminal } from '../../../text/terminal.ts';
import type { Runner } from '../../noun.ts';
import { parseDuration, parseNumber, reasonOption } from '../../parse-arguments.ts';

/** `one-roof window …` and `one-roof override …`: permits that end by themselves. */
export function addPermitsCommands(program: Command, { run }: Runner): void {
  for (const [kind, description] of [
    ['window', 'change windows: while one is open, locked schemas may change'],
    ['override', 'break-glass: while one is open, nothing is refused and everything is recorded'],
  ] as const) {
    const permits = program.command(kind).description(description).exitOverride();
    permits
      .command('list', { isDefault: true })
      .description('list the open ones and the latest closed ones')
      .action(run((operator) => list(operator, kind)));
    permits
      .command('open')
      .description('for some collections, or all; it ends by itself')
      .argument('[collections...]')
      .option('--all', 'for every collection')
      .requiredOption('--for <time>', 'for how long: 30m, 2h, 1d', parseDuration)
      .addOption(reasonOption())
      .action(
        run((operator, collections: string[], options: { all?: boolean; for: number; reason: string }) =>
          open(operator, kind, collections, options),
        ),
      );
    permits
      .command('close')
      .argument('<id>', 'its number', parseNumber)
      .addOption(reasonOption())
      .action(run((operator, id: number, options: { reason: string }) => close(operator, kind, id, options.reason)));
  }
}

const NAMES = { window: 'Change window', override: 'Override' } as const;

interface Opening {
  all?: boolean;
  for: number;
  reason: string;
}

/** `one-roof window|override open [COLLECTION …|--all] --for 1h` */
export async function open(
  operator: Operator,
  kind: PermitKind,
  collections: readonly string[],
  options: Opening,
): Promise<Printout> {
  if (collections.length > 0 === (options.all === true))
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', 'name the collections, or use --all');
  const permit = await operator.write((session) =>
    openPermit(
      session,
      kind,
      { collections: options.all ? null : collections, seconds: options.for },
      { ...operator.actor, reason: options.reason },
    ),
  );
  return { json: permit, text: terminal(`${NAMES[kind]} ${permit.id} is open until ${permit.expires_at}.`) };
}

/** `one-roof window|override close ID` */
async function close(operator: Operator, kind: PermitKind, id: number, reason: string): Promise<Printout> {
  const permit = await operator.write((session) => closePermit(session, kind, id, { ...operator.actor, reason }));
  return { json: permit, text: terminal(`${NAMES[kind]} ${permit.id} is closed.`) };
}

/** `one-roof window|override list` */
export async function list(operator: Operator, kind: PermitKind): Promise<Printout> {
  const permits = await operator.read((session) => listPermits(session, kind));
  return { json: permits, text: permitsText(permits) };
}
