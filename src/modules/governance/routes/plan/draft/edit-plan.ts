import { isCollection, isScalar } from 'yaml';
import type { Document } from 'yaml';

/** A change of the plan, made in the document itself: comments and order stay as they are. */
export type Edit = (document: Document) => void;

/** Names the owner of every scope of a group that has no other; null takes it away. */
export function ownGroup(group: string, owner: string | null): Edit {
  return (document) => put(document, ['groups', group, 'owner'], owner);
}

/** Names the owner of one scope of a group; null leaves it to the owner of all scopes. */
export function ownScope(group: string, scope: string, owner: string | null): Edit {
  return (document) => put(document, ['groups', group, 'owners', scope], owner);
}

/** Names the owner of one scope of a collection, where it differs from the group; null takes the exception away. */
export function ownException(collection: string, scope: string, owner: string | null): Edit {
  return (document) => put(document, ['exceptions', collection, scope], owner);
}

/** Adds an owner, or changes its name and role. */
export function describeOwner(code: string, name: string, role: string): Edit {
  return (document) => {
    put(document, ['owners', code, 'name'], name);
    put(document, ['owners', code, 'role'], role === '' ? null : role);
  };
}

/** Takes an owner out of the plan. */
export function removeOwner(code: string): Edit {
  return (document) => put(document, ['owners', code], null);
}

/** Takes the expected numbers out, so that the server answers the effect of a change and does not compare it. */
export const withoutExpected: Edit = (document) => put(document, ['expected'], null);

/** Sets a value, or takes it away together with what is empty then. */
function put(document: Document, path: readonly string[], value: string | null): void {
  const containers = path.slice(0, -1).map((_, index) => path.slice(0, index + 1));
  if (value !== null) {
    for (const container of containers) makeRoom(document, container);
    document.setIn(path, value);
    return;
  }
  if (document.hasIn(path)) document.deleteIn(path);
  for (const container of containers.toReversed()) {
    const left = document.getIn(container, true);
    if (!isCollection(left) || left.items.length > 0) return;
    document.deleteIn(container);
  }
}

/** A container that was written and left empty takes nothing in, or takes it on one line. */
function makeRoom(document: Document, path: readonly string[]): void {
  const found = document.getIn(path, true);
  if (isScalar(found) && found.value === null) document.deleteIn(path);
  else if (isCollection(found) && found.items.length === 0) found.flow = false;
}
