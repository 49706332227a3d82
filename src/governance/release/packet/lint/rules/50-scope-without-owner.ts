import { PLAN } from '../finding.ts';
import type { Rule } from '../finding.ts';

/** A scope that nobody answers for anywhere is a responsibility that the release does not bring about. */
const scopeWithoutOwner: Rule = ({ plan, facts }) =>
  facts.scopesWithoutOwner.map(({ scope, cells }) => ({
    rule: 'scope_without_owner',
    file: PLAN,
    line: plan.problemAt(['scopes', scope], '').line,
    message: `No cell would have an owner in scope ${scope} anywhere`,
    expected: 'an owner for at least one of its cells',
    found: `${cells} cells, none with an owner`,
    fix: `Give ${scope} an owner in a group, or take the scope out of the plan.`,
  }));

export default scopeWithoutOwner;
