import type { Plan } from '../../contract/plan.ts';

/** How groups contain one another. */
export interface GroupLevels {
  /** Tells whether a group is contained in itself through this parent. */
  isCircular: (group: string, parent: string) => boolean;
  /** The longest way up from a group, itself included; groups on one circle count as one. */
  levelsFrom: (group: string) => number;
}

interface Visit {
  group: string;
  index: number;
  lowest: number;
  onPath: boolean;
  parents: Iterator<string>;
}

/** Goes through the groups once (Tarjan's strongly connected components, without recursion): a plan may have many, deep ones. */
export function groupLevels(plan: Plan): GroupLevels {
  const circles = new Map<string, number>();
  const levels = new Map<string, number>();
  const visits = new Map<string, Visit>();
  const path: Visit[] = [];

  /** All that it is contained in is known: what is on one circle with it is, too. */
  const close = (visit: Visit) => {
    const circle = path.splice(path.lastIndexOf(visit));
    for (const one of circle) {
      one.onPath = false;
      circles.set(one.group, visit.index);
    }
    const above = circle.flatMap(({ group }) => parentsOf(plan, group).map((parent) => levels.get(parent) ?? 0));
    const level = 1 + above.reduce((most, one) => Math.max(most, one), 0);
    for (const { group } of circle) levels.set(group, level);
  };
  const enter = (group: string): Visit => {
    const visit = {
      group,
      index: visits.size,
      lowest: visits.size,
      onPath: true,
      parents: parentsOf(plan, group).values(),
    };
    visits.set(group, visit);
    path.push(visit);
    return visit;
  };

  for (const start of Object.keys(plan.groups)) {
    const climbing = visits.has(start) ? [] : [enter(start)];
    for (let visit = climbing.at(-1); visit !== undefined; visit = climbing.at(-1)) {
      const next = visit.parents.next();
      if (next.done === true) {
        climbing.pop();
        const below = climbing.at(-1);
        if (below !== undefined) below.lowest = Math.min(below.lowest, visit.lowest);
        if (visit.lowest === visit.index) close(visit);
        continue;
      }
      const seen = visits.get(next.value);
      if (seen === undefined) climbing.push(enter(next.value));
      else if (seen.onPath) visit.lowest = Math.min(visit.lowest, seen.index);
    }
  }
  return {
    isCircular: (group, parent) => circles.has(parent) && circles.get(group) === circles.get(parent),
    levelsFrom: (group) => levels.get(group) ?? 0,
  };
}

/** The groups that contain a group, as far as the plan defines them. */
function parentsOf(plan: Plan, group: string): string[] {
  const parents = Object.hasOwn(plan.groups, group) ? (plan.groups[group]?.parents ?? []) : [];
  return parents.filter((parent) => Object.hasOwn(plan.groups, parent));
}
