import type { Plan } from '../../contract/plan.ts';
import { groupLevels } from './group-levels.ts';
import type { PlanProblem } from './plan-problem.ts';
import type { ProblemAt } from './read-plan.ts';

/** Finds contradictions of a plan: owners, scopes and groups that it does not define, and groups inside themselves. */
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

  const { isCircular, levelsFrom } = groupLevels(plan);
  for (const [code, group] of Object.entries(plan.groups)) {
    const path = ['groups', code];
    if (group.owner !== undefined) checkOwner(group.owner, [...path, 'owner']);
    for (const [scope, owner] of Object.entries(group.owners)) {
      checkScope(scope, [...path, 'owners', scope]);
      checkOwner(owner, [...path, 'owners', scope]);
    }
    group.parents.forEach((parent, index) => {
      if (!Object.hasOwn(plan.groups, parent))
        say([...path, 'parents', index], `group ${parent} is not defined under groups`);
      else if (isCircular(code, parent))
        say([...path, 'parents', index], `group ${code} would contain itself through ${parent}`);
      else if (levelsFrom(parent) >= DEEPEST)
        say([...path, 'parents', index], `group ${code} would be contained more than ${DEEPEST} levels deep`);
    });
  }

  const folders = new Map<string, string>();
  for (const [code, { folder }] of Object.entries(plan.groups)) {
    if (folder === undefined) continue;
    const other = folders.get(folder);
    if (other !== undefined)
      say(['groups', code, 'folder'], `folder ${folder} is already the folder of group ${other}`);
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
