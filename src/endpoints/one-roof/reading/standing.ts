import type { Accountability } from '@directus/types';
import type { Route } from '../../../contract/routes.ts';
import type { Installation } from '../../../governance/installation/installation.ts';
import { parseObjectAddress } from '../../../governance/ownership/ownership-detail.ts';
import { mayRead } from '../access.ts';
import type { DirectusRequest, DirectusServices } from '../access.ts';
import { isRefusal } from '../directus-refusal.ts';

/** Standing of the caller, by Directus. It is asked before the session in which the answer is read: see lent(). */
export interface Standing {
  /** Of the routes about oneself: the collections that they may read in Directus; null: they may read governance. */
  collections: string[] | null;
  /** True if they may see who owns the object in question, as a reader of governance or of the collection. */
  seesObject: boolean;
}

const NONE: Standing = { collections: [], seesObject: false };

/** Asks Directus about who asks, where the route goes by that. Who may read governance needs no such leave. */
export async function standingOf(
  { access, perCaller = false }: Pick<Route, 'access' | 'perCaller'>,
  query: { object?: string },
  request: DirectusRequest,
  { installation, services }: { installation: Installation; services: DirectusServices },
): Promise<Standing> {
  const { accountability } = request;
  if (!accountability?.user || !(perCaller || access === 'collection_readers')) return NONE;
  if (
    accountability.admin ||
    (await installation.read((session, settings) => mayRead(session, settings, accountability)))
  ) {
    return { collections: null, seesObject: true };
  }
  const asked = { services, request, accountability };
  return perCaller
    ? { collections: await readableCollections(asked), seesObject: false }
    : { collections: [], seesObject: await seesObject(asked, query.object ?? '') };
}

interface Asked {
  services: DirectusServices;
  request: DirectusRequest;
  accountability: Accountability;
}

async function readableCollections({ services, request: { schema }, accountability }: Asked): Promise<string[]> {
  try {
    const readable = await new services.CollectionsService({ accountability, schema }).readByQuery();
    return readable.map(({ collection }) => collection).toSorted();
  } catch (thrown) {
    // Who may read nothing at all may not even read which collections there are.
    if (isRefusal(thrown)) return [];
    throw thrown;
  }
}

/** Tells whether Directus lets the caller read a collection: then they may also see who owns it. */
async function seesObject({ services, request: { schema }, accountability }: Asked, object: string): Promise<boolean> {
  const { type, ref } = parseObjectAddress(object);
  if (type !== 'collection') return false;
  try {
    await new services.CollectionsService({ accountability, schema }).readOne(ref);
    return true;
  } catch (thrown) {
    // Also of a collection that does not exist. That Directus could not answer is no answer.
    if (isRefusal(thrown)) return false;
    throw thrown;
  }
}
