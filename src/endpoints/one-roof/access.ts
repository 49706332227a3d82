import type { Accountability, SchemaOverview } from '@directus/types';
import type { Request } from 'express';
import type { Access } from '../../contract/access.ts';
import { OneRoofError } from '../../contract/errors.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import type { RequestReader } from '../../governance/ratification/request-reader.ts';
import { letRolesFile } from '../../governance/ratification/requests/filing-roles.ts';
import { requestRow } from '../../governance/ratification/requests/request-row.ts';
import type { Settings } from '../../governance/settings/settings.ts';

/** Request with what Directus's own middleware put on it. */
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

/** Caller who was admitted, and what they may see. */
export interface Admitted {
  reader: RequestReader;
  /** True if they may read governance. Others see neither who people are nor where files of the server lie. */
  seesPeople: boolean;
}

/** Facts that a rule of access is judged by. */
export interface Door {
  settings: Settings;
  accountability: Accountability | null | undefined;
  /** The request that the path names. */
  code?: string;
  /** True if Directus lets them read the collection in question. */
  seesObject?: boolean;
}

/**
 * Refuses whom a rule of access cannot admit, whatever the database says: whoever is not logged in, and whoever is no administrator where
 * only those may. Asks nothing of the database, so that strangers cannot keep it busy.
 *
 * @param host its settings are read only where the rule depends on them: the doctor answers also where they cannot be read.
 * @throws OneRoofError ONE_ROOF_FORBIDDEN
 */
export function refuseStrangers(
  access: Access,
  host: { readonly settings: Settings },
  accountability: Accountability | null | undefined,
): void {
  if (access === 'everybody' || accountability?.admin === true) return;
  if (access === 'administrators') throw administratorsOnly(accountability);
  const isOpen = (access === 'readers' || access === 'collection_readers') && host.settings.publicRead;
  if (!isOpen && !accountability?.user) throw forbidden(accountability);
}

/**
 * Admits whoever asks by the rule of access of a route. The rules are ACCESS, in the contract; this is the one place that enforces them.
 *
 * @throws OneRoofError ONE_ROOF_FORBIDDEN; ONE_ROOF_NOT_FOUND for a request that they may not read, whatever they send about it.
 */
export async function admit(session: ReadSession, access: Access, door: Door): Promise<Admitted> {
  const { settings, accountability, code = '', seesObject = false } = door;
  refuseStrangers(access, door, accountability);
  const trusted = await mayReadGovernance(session, settings, accountability);
  const reader = { user: accountability?.user ?? null, all: trusted };
  switch (access) {
    case 'readers':
      if (!trusted && !settings.publicRead) throw forbidden(accountability);
      break;
    case 'collection_readers':
      if (!trusted && !settings.publicRead && !seesObject) throw forbidden(accountability);
      break;
    case 'confidential':
      if (!trusted) throw forbidden(accountability);
      break;
    case 'requests':
      if (reader.user === null) throw forbidden(accountability);
      if (code !== '') await requestRow(session, code, reader);
      break;
    case 'filers':
      await letRolesFile(session, settings.requestRoles);
      await session.query('select require_may_file($1::uuid)', [reader.user]);
      break;
    case 'self':
      // What somebody is told about themselves is theirs.
      if (reader.user === null) throw forbidden(accountability);
      return { reader, seesPeople: true };
    case 'everybody':
    case 'administrators':
  }
  return { reader, seesPeople: trusted };
}

/**
 * Tells whether somebody may read governance: an administrator, a user with one of the roles in ONE_ROOF_READ_ROLES (by
 * name or id, own or inherited), whoever holds a seat, for nobody decides about what they may not see.
 */
async function mayReadGovernance(
  session: ReadSession,
  settings: Settings,
  accountability: Accountability | null | undefined,
): Promise<boolean> {
  if (accountability?.admin === true) return true;
  if (!accountability?.user) return false;
  const { rows } = await session.query(
    `select is_seated($3::uuid)
       or exists (select from directus_role() where id = any ($1::uuid[]) and (id::text = any ($2) or name = any ($2))) as allowed`,
    [accountability.roles, settings.readRoles, accountability.user],
  );
  return rows[0]?.['allowed'] === true;
}

/**
 * Tells whether somebody may use the routes of readers: readers of governance, or everybody if ONE_ROOF_PUBLIC_READ is
 * on.
 */
export async function mayRead(
  session: ReadSession,
  settings: Settings,
  accountability: Accountability | null | undefined,
): Promise<boolean> {
  return settings.publicRead || mayReadGovernance(session, settings, accountability);
}

function administratorsOnly(accountability: Accountability | null | undefined): OneRoofError {
  return new OneRoofError('ONE_ROOF_FORBIDDEN', 'Only an administrator may do this', {
    expected: 'an administrator',
    found: accountability?.user ? 'a user without administrator access' : 'nobody is logged in',
    fix: accountability?.user ? 'Ask an administrator.' : 'Log in, or send an access token.',
  });
}

function forbidden(accountability: Accountability | null | undefined): OneRoofError {
  return new OneRoofError('ONE_ROOF_FORBIDDEN', 'You may not read governance', {
    expected: 'an administrator, or a role listed in ONE_ROOF_READ_ROLES',
    found: accountability?.user ? 'a user without such a role' : 'nobody is logged in',
    fix: accountability?.user
      ? 'Ask an administrator to add your role to ONE_ROOF_READ_ROLES.'
      : 'Log in, or send an access token.',
  });
}
