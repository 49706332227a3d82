import type { Finding } from '../../contract/answers/doctor.ts';
import type { CatalogueDifference } from '../../database/install/compare-catalogue.ts';
import { READER_ROLE } from '../../database/roles.ts';
import { difference, firing, privileges, repair, sameDefinition } from './repair.ts';
import type { Place } from './repair.ts';

const RESTORE = 'Restore schema one_roof from a backup, or uninstall and install One-Roof again.';
const FIND_OUT = 'Find out who made it and what for, then drop it.';

/** Explains the differences between our schema and what this version installs, each with a fix. */
export function catalogueFindings(differences: readonly CatalogueDifference[], place: Place): Finding[] {
  const [told, roles] = withoutGrants(differences.filter(notPartOfAnother(differences)), place);
  return [...told.map((one) => findingOf(one, withGrants(one, differences, place))), ...roles];
}

/** A table, view or function that is missing or not ours is one finding: what belongs to it is not told as well. */
function notPartOfAnother(differences: readonly CatalogueDifference[]): (one: CatalogueDifference) => boolean {
  const whole = differences.filter(isWhole);
  const relations = new Set(whole.filter(({ kind }) => kind === 'relation').map(({ object }) => object));
  const views = new Set(whole.filter(({ kind }) => kind === 'view').map(({ object }) => object));
  const targets = new Set(whole.map(targetOf));
  return ({ kind, parent, object }) => {
    if (kind === 'privilege') return !targets.has(String(parent));
    if (kind === 'relation') return !views.has(object); // the view says how to put it back
    if (kind === 'sequence') return !relations.has(object);
    return parent === null || !relations.has(parent);
  };
}

function isWhole({ kind, expected, found }: CatalogueDifference): boolean {
  return ['relation', 'view', 'function'].includes(kind) && (expected === null || found === null);
}

function targetOf({ kind, object, expected, found }: CatalogueDifference): string {
  if (kind === 'function') return `routine ${object}`;
  return `${(expected ?? found) === 'sequence' ? 'sequence' : 'table'} ${object}`;
}

/** A role of ours that has no privilege at all (it was created later) is one finding, not one for each object. */
function withoutGrants(differences: readonly CatalogueDifference[], place: Place): [CatalogueDifference[], Finding[]] {
  const lost = differences
    .filter(({ kind, parent, found }) => kind === 'privilege' && parent === 'schema' && found === null)
    .map(({ object }) => object)
    .filter(
      (role) =>
        !differences.some(({ kind, object, found }) => kind === 'privilege' && object === role && found !== null),
    );
  const roles = lost.flatMap((role) => {
    const theirs = differences.filter(({ kind, object }) => kind === 'privilege' && object === role);
    if (theirs.length === 1) return [];
    return [
      finding(
        'grant_missing',
        `role ${role}`,
        `${theirs.length} privileges in schema ${place.schema}`,
        'none',
        theirs.map((one) => repair(one, place)).join('\n'),
        'Grant them.',
      ),
    ];
  });
  const gone = new Set(roles.map(({ subject }) => subject));
  return [differences.filter(({ kind, object }) => kind !== 'privilege' || !gone.has(`role ${object}`)), roles];
}

/** SQL that restores a view or function, with its grants: without them everybody could use it. */
function withGrants(one: CatalogueDifference, all: readonly CatalogueDifference[], place: Place): string | null {
  const statement = repair(one, place);
  if (statement === null || one.found !== null || !['view', 'function'].includes(one.kind)) return statement;
  const target = targetOf(one);
  const grants = all
    .filter(({ kind, parent, object }) => kind === 'privilege' && parent === target && object !== 'OWNER')
    .map((grant) => repair(grant, place));
  const everybody = repair(
    { kind: 'privilege', parent: target, object: 'PUBLIC', expected: null, found: 'ALL' },
    place,
  );
  return [statement, everybody, ...grants].filter((part) => part !== null).join('\n');
}

function findingOf(one: CatalogueDifference, sql: string | null): Finding {
  const { kind, parent, object, expected, found } = one;
  if (kind === 'privilege') return privilegeFinding(one, sql);
  const subject = `${kind} ${parent === null ? '' : `${parent}.`}${object}`;
  if (expected === null) return finding('object_unexpected', subject, 'no such object', summary(found), sql, FIND_OUT);
  if (found === null) return finding('object_missing', subject, summary(expected), 'no such object', sql, RESTORE);
  if (kind === 'trigger' && sameDefinition(expected, found)) {
    const fix = 'Enable it as expected, and find out who disabled it and what was written meanwhile.';
    return finding('trigger_disabled', subject, firing(expected), firing(found), sql, fix);
  }
  return finding(
    'object_changed',
    subject,
    ...firstDifference(expected, found),
    sql,
    sql === null ? RESTORE : 'Put it back, and find out who changed it.',
  );
}

function privilegeFinding({ parent, object, expected, found }: CatalogueDifference, sql: string | null): Finding {
  const unexpected = difference(privileges(found), privileges(expected)).length > 0;
  return finding(
    unexpected ? 'grant_unexpected' : 'grant_missing',
    `privileges of ${object} on ${String(parent)}`,
    expected ?? 'none',
    found ?? 'none',
    sql,
    unexpected ? `Revoke it. Grant role ${READER_ROLE} to a role that should read.` : 'Grant it.',
  );
}

function finding(
  kind: Finding['kind'],
  subject: string,
  expected: string,
  found: string,
  sql: string | null,
  fix: string,
): Finding {
  return { kind, subject, expected, found, fix, sql };
}

/** The first line of a definition; the whole of it is in `sql`. */
function summary(text: string | null): string {
  const [first = '', ...rest] = (text ?? '').trim().split('\n');
  return first === '' ? 'it is there' : `${first.trim()}${rest.length > 0 ? ' …' : ''}`;
}

/** The first line in which two definitions differ. */
function firstDifference(expected: string, found: string): [string, string] {
  const [wanted, had] = [expected.split('\n'), found.split('\n')];
  const at = wanted.findIndex((line, index) => line !== had[index]);
  const line = at === -1 ? wanted.length : at;
  const shown = (all: string[]) =>
    all.length === 1 && line === 0 ? (all[0] ?? '') : `line ${line + 1}: ${all[line]?.trim() ?? 'the end'}`;
  return [shown(wanted), shown(had)];
}
