import { ownershipDetail, parseObjectAddress } from '../../governance/ownership/ownership-detail.ts';
import type { Operator } from '../operator.ts';
import { table } from '../print.ts';
import type { Printout } from '../print.ts';

/** `one-roof owners COLLECTION`: who answers for it, per scope, and why. */
export async function owners(operator: Operator, object: string): Promise<Printout> {
  const detail = await operator.read((session) => ownershipDetail(session, parseObjectAddress(object)));
  const text = table(
    ['scope', 'state', 'owner', 'name', 'from', 'proposed', 'why'],
    detail.map((row) => [
      row.scope,
      row.state,
      row.owner_gov_code,
      row.owner_name,
      row.source_anchor_ref === null ? null : `${row.source_anchor_type}:${row.source_anchor_ref}`,
      row.proposed_owner_gov_code,
      row.why
        .filter(({ verdict }) => verdict !== 'wins')
        .map(
          (claim) =>
            `${claim.owner_gov_code} on ${claim.source_anchor_type}:${claim.source_anchor_ref} ${claim.verdict.replaceAll('_', ' ')}`,
        )
        .join('; '),
    ]),
  );
  return { json: detail, text };
}
