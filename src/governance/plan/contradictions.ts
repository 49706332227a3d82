import type { Plan } from '../../contract/plan.ts';
import type { PlanProblem } from './plan-problem.ts';
import type { ProblemAt } from './read-plan.ts';

/** What a plan says that it cannot mean: owners, scopes and groups that it does not define, and groups inside themselves. */
export function contradictions(plan: Plan, problemAt: ProblemAt): PlanProblem[] {
  const problems: PlanProblem[] = [];
  const say = (path: readonly PropertyKey[], message: string) => problems.push(problemAt(path, message));
  const checkOwner = (owner: string, path: readonly PropertyKey[]) => {
    if (!Object.hasOwn(plan.owners, owner)) say(path, `owner ${owner} is not defined under owners`);
  };
  const checkScope = (scope: string, path: readonly PropertyKey[]) => {
    if (!Object.hasOwn(plan.scopes, scope)) say(path, `scope ${scope} is not defined under scopes`);
  };

  if (Object.keys(plan.scopes).length === 0) say(['scopes'], 'at least one scope is needed');

  for (const [code, group] of Object.entries(plan.groups)) {
    const path = ['groups', code];
    if (group.owner !== undefined) checkOwner(group.owner, [...path, 'owner']);
    for (const [scope, owner] of Object.entries(group.owners)) {
      checkScope(scope, [...path, 'owners', scope]);
      checkOwner(owner, [...path, 'owners', scope]);
    }
    group.parents.forEach((parent, index) => {
      if (!Object.hasOwn(plan.groups, parent)) say([...path, 'parents', index], `group ${parent} is not defined under groups`);
      else if (ancestorsOf(plan, parent).has(code))
        say([...path, 'parents', index], `group ${code} would contain itself through ${parent}`);
      else if (levelsFrom(plan, parent) >= DEEPEST)
        say([...path, 'parents', index], `group ${code} would be contained more than ${DEEPEST} levels deep`);
    });
  }

  const folders = new Map<string, string>();
  for (const [code, { folder }] of Object.entries(plan.groups)) {
    if (folder === undefined) continue;
    const other = folders.get(folder);
    if (other !== undefined) say(['groups', code, 'folder'], `folder ${folder} is already the folder of group ${other}`);
    folders.set(folder, code);
  }

  for (const [collection, owners] of Object.entries(plan.exceptions)) {
    for (const [scope, owner] of Object.entries(owners)) {
      checkScope(scope, ['exceptions', collection, scope]);
      checkOwner(owner, ['exceptions', collection, scope]);
    }
  }

  const waived = new Set<string>();
  plan.waivers.forEach(({ collection, scope }, index) => {
    checkScope(scope, ['waivers', index, 'scope']);
    const cell = `${collection}\n${scope}`;
    if (waived.has(cell)) say(['waivers', index], `${collection} × ${scope} is waived twice`);
    waived.add(cell);
  });
  return problems;
}

/** How many groups may contain one another: an object climbs fewer than 64 levels (containment_guard in SQL). */
const DEEPEST = 63;

/** The longest way up from a group, itself included. */
function levelsFrom(plan: Plan, group: string, known = new Map<string, number>()): number {
  const found = known.get(group);
  if (found !== undefined) return found;
  known.set(group, 0); // on a circle somewhere above, which is told where it is
  const levels = 1 + Math.max(0, ...parentsOf(plan, group).map((parent) => levelsFrom(plan, parent, known)));
  known.set(group, levels);
  return levels;
}

function parentsOf(plan: Plan, group: string): readonly string[] {
  return Object.hasOwn(plan.groups, group) ? (plan.groups[group]?.parents ?? []) : [];
}

/** A group and everything that contains it, at any depth. */
function ancestorsOf(plan: Plan, group: string, seen = new Set<string>()): Set<string> {
  if (seen.has(group)) return seen;
  seen.add(group);
  for (const parent of parentsOf(plan, group)) ancestorsOf(plan, parent, seen);
  return seen;
}
