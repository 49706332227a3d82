import type { Accountability, SchemaOverview } from '@directus/types';
import type { Request } from 'express';
import { OneRoofError } from '../../contract/errors.ts';
import type { Session } from '../../database/session.ts';
import type { Asker } from '../../governance/ratification/asker.ts';
import type { Person } from '../../governance/ownership/responsibilities.ts';
import type { ObjectAddress } from '../../governance/ownership/ownership-detail.ts';
import type { Settings } from '../../governance/settings.ts';

/** What Directus's own middleware put on the request. */
export interface DirectusRequest extends Request {
  accountability?: Accountability | null;
  schema: SchemaOverview;
  /** The token that came with the request. */
  token?: string | null;
}

/** The part of Directus's services that is asked which collections a user may read, and which version it is. */
export interface DirectusServices {
  ServerService: new (options: { accountability: Accountability; schema: SchemaOverview }) => {
    serverInfo(): Promise<{ version?: string }>;
  };
  CollectionsService: new (options: { accountability: Accountability; schema: SchemaOverview }) => {
    readOne(collection: string): Promise<unknown>;
    readByQuery(): Promise<{ collection: string }[]>;
  };
}

/**
 * Lets a reader of the read contract through: an admin, a user with one of the roles in ONE_ROOF_READ_ROLES (by name or
 * id, own or inherited), whoever holds a seat, for nobody decides about what they may not see; anybody if ONE_ROOF_PUBLIC_READ
 * is true.
 */
export async function mayRead(session: Session, settings: Settings, accountability: Accountability | null | undefined): Promise<boolean> {
  if (settings.publicRead || accountability?.admin === true) return true;
  if (!accountability?.user) return false;
  const { rows } = await session.query(
    `select exists (select from governance_seat where user_id = $3::uuid and vacated_at is null)
       or exists (select from directus_role() where id = any ($1::uuid[]) and (id::text = any ($2) or name = any ($2))) as allowed`,
    [accountability.roles, settings.readRoles, accountability.user],
  );
  return rows[0]?.['allowed'] === true;
}

/** Whether the user may read the collection in Directus: then they may also see who owns it. */
export async function mayReadCollection(
  services: DirectusServices,
  request: DirectusRequest,
  { type, ref }: ObjectAddress,
): Promise<boolean> {
  const { accountability } = request;
  if (type !== 'collection' || !accountability?.user) return false;
  try {
    await new services.CollectionsService({ accountability, schema: request.schema }).readOne(ref);
    return true;
  } catch {
    return false; // Directus answers "forbidden" also for a collection that does not exist
  }
}

/**
 * Who asks about themselves: whoever is logged in. Who may not read governance sees the collections they may read in Directus.
 *
 * @throws OneRoofError ONE_ROOF_FORBIDDEN if nobody is logged in, also where everybody may read.
 */
export async function personOf(
  session: Session,
  settings: Settings,
  services: DirectusServices,
  request: DirectusRequest,
): Promise<Person> {
  const { accountability, schema } = request;
  if (!accountability?.user) throw forbidden(accountability);
  const { roles } = accountability;
  if (await mayRead(session, settings, accountability)) return { roles, collections: null };
  return { roles, collections: await readableCollections(new services.CollectionsService({ accountability, schema })) };
}

/**
 * Who asks about requests: whoever is logged in. Who may read governance or holds a seat sees them all, others what they filed.
 *
 * @throws OneRoofError ONE_ROOF_FORBIDDEN if nobody is logged in; a share is nobody.
 */
export async function askerOf(session: Session, settings: Settings, accountability: Accountability | null | undefined): Promise<Asker> {
  if (!accountability?.user) throw forbidden(accountability);
  const { rows } = await session.query(
    'select exists (select from governance_seat where user_id = $1::uuid and vacated_at is null) as seated',
    [accountability.user],
  );
  const all = rows[0]?.['seated'] === true || (await mayRead(session, { ...settings, publicRead: false }, accountability));
  return { user: accountability.user, all };
}

async function readableCollections(service: InstanceType<DirectusServices['CollectionsService']>): Promise<string[]> {
  try {
    return (await service.readByQuery()).map(({ collection }) => collection).toSorted();
  } catch (thrown) {
    // Who may read nothing at all may not even read which collections there are.
    if ((thrown as { code?: unknown } | null)?.code === 'FORBIDDEN') return [];
    throw thrown;
  }
}

/** Turns away who is not logged in, before anything is asked of the database. */
export function refuseAnonymous(settings: Settings, accountability: Accountability | null | undefined): void {
  if (isAnonymous(settings, accountability)) throw forbidden(accountability);
}

/** Turns away who is no administrator. */
export function requireAdmin(accountability: Accountability | null | undefined): void {
  if (accountability?.admin === true) return;
  throw new OneRoofError('ONE_ROOF_FORBIDDEN', 'Only an administrator may do this', {
    expected: 'an administrator',
    found: accountability?.user ? 'a user without administrator access' : 'nobody is logged in',
    fix: accountability?.user ? 'Ask an administrator.' : 'Log in, or send an access token.',
  });
}

/** Whether nobody is logged in, where that is not enough to read. */
export function isAnonymous(settings: Settings, accountability: Accountability | null | undefined): boolean {
  return !settings.publicRead && accountability?.admin !== true && !accountability?.user;
}

/** The error of a reader who may not. */
export function forbidden(accountability: Accountability | null | undefined): OneRoofError {
  return new OneRoofError('ONE_ROOF_FORBIDDEN', 'You may not read governance', {
    expected: 'an administrator, or a role listed in ONE_ROOF_READ_ROLES',
    found: accountability?.user ? 'a user without such a role' : 'nobody is logged in',
    fix: accountability?.user ? 'Ask an administrator to add your role to ONE_ROOF_READ_ROLES.' : 'Log in, or send an access token.',
  });
}
