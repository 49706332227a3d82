import { OneRoofError } from '../../../contract/errors.ts';
import { proposalOf } from '../../../contract/proposals.ts';

/**
 * Insists that what a request proposes has the form that its subject is carried out by. proposal_problem() (SQL) asks the same of every
 * row, and whether what is named exists.
 *
 * @throws OneRoofError ONE_ROOF_BAD_REQUEST with what is wrong, and an example.
 */
export function requireProposal(subject: string, proposed: Record<string, unknown>): void {
  const form = proposalOf(subject);
  const parsed = form?.schema.safeParse(proposed);
  if (form === null || parsed?.success !== false) return;
  const [issue] = parsed.error.issues;
  const path = ['proposed_action', ...(issue?.path ?? [])].join('.');
  throw new OneRoofError('ONE_ROOF_BAD_REQUEST', `${path}: ${issue?.message ?? 'wrong'}`, {
    subject: path,
    expected: `a form such as ${JSON.stringify(form.example)}`,
    fix: 'docs/ratification.md has the form of each action, with an example.',
  });
}
