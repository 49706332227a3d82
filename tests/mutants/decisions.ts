import { database, unit } from './mutant.ts';
import type { Mutant } from './mutant.ts';

// prettier-ignore
export const DECISIONS_MUTANTS: readonly Mutant[] = [
  // A decision is never made up.
  { guard: 'decisions in force only while what they need holds', file: 'src/governance/decision/decide.ts', find: 'selected !== undefined && available ?', replace: 'selected !== undefined ?', ...unit('decision') },
  { guard: 'decisions that nobody signed', file: 'src/governance/decision/decision-facts.sql', find: "from request where option is not null and status = 'approved' and signed_at is not null", replace: "from request where option is not null and status = 'approved'", ...database('gate/decision') },
  { guard: 'selections in a document', file: 'src/governance/decision/decide.ts', find: '|| claimed === signed) return [];', replace: '|| true) return [];', ...unit('decision') },
  { guard: 'owners with an approval that nobody gave', file: 'src/governance/decision/decision-facts.sql', find: 'having not coalesce((select s.ok from ratified_standing(o.approval_ref::text) s), false)', replace: 'having false', ...database('gate/decision') },
  { guard: 'decisions whose signature does not verify', file: 'src/governance/decision/verified-selections.ts', find: '...unproven.map(', replace: '...unproven.slice(unproven.length).map(', ...database('gate/decision') },
  { guard: 'fabricated approvals beside junk about another revision', file: 'src/governance/decision/decision-facts.sql', find: "q.packet_tree_sha256 = r.packet_tree_sha256\n            and row_counts(row_digest(g))", replace: "q.packet_tree_sha256 = r.packet_tree_sha256\n            and (g.revision_digest <> q.revision_digest or row_counts(row_digest(g)))", ...database('attacks/counted-otherwise') },
  { guard: 'decisions that count what does not verify', file: 'src/governance/decision/decision-facts.sql', find: "r.status = 'applied' and not ratification_counts(r.release_code::text)", replace: 'false', ...database('signatures/one-evaluation') },
  { guard: 'decisions about another release than the gate', file: 'src/governance/decision/decision-facts.sql', find: 'r.release_code::text = (select judged_release())', replace: "r.status <> 'rolled_back'", ...database('signatures/one-evaluation') },
  { guard: 'decisions that judge every request', file: 'src/governance/decision/decision-facts.sql', find: 'where q.code::text in (select request from signed', replace: 'where true or q.code::text in (select request from signed', ...database('gate/gate-release') },
];
