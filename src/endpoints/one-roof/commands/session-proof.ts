import type { Accountability } from '@directus/types';
import { OneRoofError } from '../../../contract/errors.ts';
import type { CommandName } from '../../../contract/commands.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import type { Proof } from '../../../governance/ratification/commands/act-as-person.ts';
import { seatOf } from '../../../governance/ratification/commands/vote.ts';
import type { DirectusRequest } from '../access.ts';

/**
 * Proves to the database who acts, by the session in which a person signed in. A seat that no person holds votes by the
 * static token of its account, and does nothing else.
 *
 * @throws OneRoofError ONE_ROOF_FORBIDDEN for a share, a program that acts for somebody (OAuth), a token: none is a person.
 */
export async function proofOf(command: CommandName, request: DirectusRequest, session: ReadSession): Promise<Proof> {
  const { accountability } = request;
  const user = accountability?.user;
  if (!user) throw nobody();
  if (accountability.share) throw refused('a share', 'Log in as yourself.');
  if (isDelegated(accountability))
    throw refused('a program that acts for a person', 'Open Directus in a browser and act yourself.');
  if (accountability.session) return { user, session: accountability.session };
  if (command === 'vote' && request.token && (await seatOf(session, user)) === 'ai_council')
    return { user, token: request.token };
  throw refused(
    'an access token without a session',
    'Log in with a session (`mode: "session"`, as the Studio does). A static token does not identify a person, and neither does an account for programs.',
  );
}

/** Refuses a command of nobody, before the database is asked. @throws OneRoofError ONE_ROOF_FORBIDDEN */
export function requireSomebody({ accountability }: DirectusRequest): void {
  if (!accountability?.user) throw nobody();
}

function nobody(): OneRoofError {
  return refused('nobody is logged in', 'Log in.');
}

/** Directus 12: the session belongs to a client of OAuth, such as one that speaks MCP. */
function isDelegated(accountability: Accountability): boolean {
  const { oauth }: { oauth?: unknown } = accountability;
  return oauth !== undefined && oauth !== null;
}

function refused(found: string, fix: string): OneRoofError {
  return new OneRoofError('ONE_ROOF_FORBIDDEN', 'Only a signed-in person can decide', {
    expected: 'a session of the person',
    found,
    fix,
  });
}
