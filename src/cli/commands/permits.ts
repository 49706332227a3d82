import { OneRoofError } from '../../contract/errors.ts';
import { closePermit, listPermits, openPermit } from '../../governance/guard/permits.ts';
import type { PermitKind } from '../../governance/guard/permits.ts';
import type { Operator } from '../operator.ts';
import type { Printout } from '../print.ts';
import { permitsText } from './guard-text.ts';
import { terminal } from '../../text/terminal.ts';

const NAMES = { window: 'Change window', override: 'Override' } as const;

interface Opening {
  all?: boolean;
  for: number;
  reason: string;
}

/** `one-roof window|override open [COLLECTION …|--all] --for 1h` */
export async function open(operator: Operator, kind: PermitKind, collections: readonly string[], options: Opening): Promise<Printout> {
  if (collections.length > 0 === (options.all === true))
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', 'name the collections, or say --all');
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
export async function close(operator: Operator, kind: PermitKind, id: number, reason: string): Promise<Printout> {
  const permit = await operator.write((session) => closePermit(session, kind, id, { ...operator.actor, reason }));
  return { json: permit, text: terminal(`${NAMES[kind]} ${permit.id} is closed.`) };
}

/** `one-roof window|override list` */
export async function list(operator: Operator, kind: PermitKind): Promise<Printout> {
  const permits = await operator.read((session) => listPermits(session, kind));
  return { json: permits, text: permitsText(permits) };
}
