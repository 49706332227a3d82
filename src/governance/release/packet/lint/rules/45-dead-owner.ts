import { PLAN } from '../finding.ts';
import type { Finding, Rule } from '../finding.ts';

/** A dead owner cannot answer for anything: cells given to it would be gaps under another name. */
const deadOwner: Rule = ({ plan, facts }) => {
  const dead = new Map(facts.deadOwners.map(({ owner, reason }) => [owner, reason]));
  const says = (owner: string, path: readonly string[]): Finding[] => {
    const reason = dead.get(owner);
    if (reason === undefined) return [];
    return [
      {
        rule: 'dead_owner',
        file: PLAN,
        line: plan.problemAt(path, '').line,
        message: `The plan gives ${path.slice(1, 2).join()} to ${owner}, which is a dead owner`,
        expected: 'owners with a Directus role that active users have',
        found: reason,
        fix: `Give ${owner} a role with active users, or another owner its cells: \`one-roof owners --dead\` says more.`,
      },
    ];
  };
  return [
    ...Object.entries(plan.plan.groups).flatMap(([group, { owner, owners }]) => [
      ...(owner === undefined ? [] : says(owner, ['groups', group, 'owner'])),
      ...Object.entries(owners).flatMap(([scope, one]) => says(one, ['groups', group, 'owners', scope])),
    ]),
    ...Object.entries(plan.plan.exceptions).flatMap(([collection, owners]) =>
      Object.entries(owners).flatMap(([scope, one]) => says(one, ['exceptions', collection, scope])),
    ),
  ];
};

export default deadOwner;
