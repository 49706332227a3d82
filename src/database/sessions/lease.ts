import { z } from 'zod';
import type { Session } from './session.ts';

/** A lease that is held: `token` gives it back. */
export interface Lease {
  name: string;
  holder: string;
  token: string;
}

/**
 * Takes a lease for `seconds` if it is free, expired or already the holder's.
 * @returns the lease, or null while somebody else holds it.
 */
export async function acquireLease(
  session: Session,
  name: string,
  holder: string,
  seconds: number,
): Promise<Lease | null> {
  const { rows } = await session.query('select acquire_lease($1, $2, make_interval(secs => $3)) as token', [
    name,
    holder,
    seconds,
  ]);
  const { token } = z.object({ token: z.uuid().nullable() }).parse(rows[0]);
  return token === null ? null : { name, holder, token };
}

/** Gives a lease back. @returns false if it was no longer held with this token. */
export async function releaseLease(session: Session, lease: Lease): Promise<boolean> {
  const { rows } = await session.query('select release_lease($1, $2, $3) as released', [
    lease.name,
    lease.holder,
    lease.token,
  ]);
  return z.object({ released: z.boolean() }).parse(rows[0]).released;
}
