import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';
import type { ProductionSession } from '../../../database/sessions/session.ts';
import { parseRow, parseRows } from '../../../database/parse-rows.ts';
import type { Act } from '../../../signing/statement.ts';

/** A challenge is answered within five minutes. */
export const CHALLENGE_MS = 5 * 60_000;

/** How often a person may try their password, in how many minutes. Kept in the database: for all processes together. */
const TRIES = 5;
const TRIES_MINUTES = 15;

const Challenge = z.object({ nonce: z.string(), expires_at: z.iso.datetime() });
export type Challenge = z.infer<typeof Challenge>;

/**
 * Asks a person to prove something: within actAsPerson(), whose session the challenge is bound to.
 *
 * @param digest the revision that it is about; null to enrol a key.
 */
export async function openChallenge(
  session: ProductionSession,
  purpose: 'enrol' | 'reauthenticate' | Act,
  user: string,
  digest: string | null,
): Promise<Challenge> {
  if (purpose === 'reauthenticate') await limitTries(session, user);
  // To the millisecond, as it is part of what a passkey signs.
  const expires = new Date(Date.now() + CHALLENGE_MS).toISOString();
  return parseRow(
    Challenge,
    await session.query('select nonce, expires_at from open_challenge($1, $2, $3, $4, $5, $6)', [
      randomBytes(32).toString('base64url'),
      purpose,
      user,
      digest,
      expires,
      `directus:${user}`,
    ]),
  );
}

/**
 * Takes the challenge of a person, so that nobody else answers it meanwhile. Whether it is open and theirs, consume_challenge (SQL)
 * says when it is consumed.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED if there is none, or it is being answered.
 */
export async function takeChallenge(session: ProductionSession, nonce: string, user: string): Promise<Challenge> {
  const [challenge] = parseRows(
    Challenge,
    await session.query(
      `select nonce, expires_at from governance_signature_challenge
       where nonce = $1 and user_id = $2::uuid and consumed_at is null for update skip locked`,
      [nonce, user],
    ),
  );
  if (challenge !== undefined) return challenge;
  throw noSuchChallenge();
}

function noSuchChallenge(): OneRoofError {
  return new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', 'There is no such challenge to answer', {
    expected: 'an open challenge of this person',
    found: 'none, or one that was answered before',
    fix: 'Start again: a challenge is answered once, within five minutes, in the session that asked for it.',
  });
}

/**
 * Begins to try an answer: from now on nobody else tries this challenge, in any process, and the session may be closed.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED if there is none, or it is being answered.
 */
export async function beginTry(session: ProductionSession, nonce: string, user: string): Promise<void> {
  const { tried } = parseRow(
    z.object({ tried: z.boolean() }),
    await session.query('select try_challenge($1, $2) as tried', [nonce, user]),
  );
  if (!tried) throw noSuchChallenge();
}

/** A challenge that was answered wrongly is not answered again. */
export async function burnChallenge(session: ProductionSession, nonce: string): Promise<void> {
  await session.query('select burn_challenge($1)', [nonce]);
}

/** One challenge is one try of a password. Two who ask at once are counted one after the other. */
async function limitTries(session: ProductionSession, user: string): Promise<void> {
  await session.query(`select pg_advisory_xact_lock(hashtextextended('one_roof.reauthenticate:' || $1, 0))`, [user]);
  const { rows } = await session.query(
    `select count(*)::integer as tries from governance_signature_challenge
     where user_id = $1::uuid and purpose = 'reauthenticate' and created_at > clock_timestamp() - make_interval(mins => $2)`,
    [user, TRIES_MINUTES],
  );
  const tries = Number(rows[0]?.['tries']);
  if (tries < TRIES) return;
  throw new OneRoofError('ONE_ROOF_TOO_MANY_TRIES', 'Too many passwords were tried', {
    expected: `at most ${TRIES} in ${TRIES_MINUTES} minutes`,
    found: String(tries),
    fix: `Wait ${TRIES_MINUTES} minutes, or sign with a passkey or an SSH key.`,
  });
}
