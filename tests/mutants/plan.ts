import { SQL, database, unit } from './mutant.ts';
import type { Mutant } from './mutant.ts';

const CHECK_PLAN = 'src/governance/plan/check-plan.ts';
const EXPORT_PLAN = 'src/governance/plan/export/export-plan.ts';

// prettier-ignore
export const PLAN_MUTANTS: readonly Mutant[] = [
  // Plans.
  { guard: 'collections that do not exist', file: CHECK_PLAN, find: "const missing = (name: string) => !name.includes('*') && !collections.has(name);", replace: 'const missing = (_name: string) => false;', ...database('plan/plan') },
  { guard: 'collections with two groups', file: CHECK_PLAN, find: 'if (candidates.length > 1)', replace: 'if (candidates.length > 9)', ...database('plan/plan') },
  { guard: 'numbers that do not come out', file: CHECK_PLAN, find: 'problems.push(...unexpected(written, numbers, unlikeInForce(governed, facts.in_force)));', replace: 'void unexpected;', ...database('plan/plan') },
  { guard: 'plans on a database nobody declared', file: 'src/governance/plan/register-plan.ts', find: "if (environment.kind === 'undeclared') {", replace: 'if (false) {', ...database('plan/plan') },
  { guard: 'applying a plan twice', file: 'src/governance/plan/apply-plan-on-clone.ts', find: 'if (before.own > 0) {', replace: 'if (false) {', ...database('ownership/resolution') },
  { guard: 'results that were not expected', file: 'src/governance/plan/apply-plan-on-clone.ts', find: 'if (gapAfter !== undefined && coverage.gap_cells !== gapAfter) {', replace: 'if (false) {', ...database('plan/plan') },
  { guard: 'first plans that govern what cannot be guarded', file: 'src/governance/plan/init-plan.ts', find: ' && one.fix === null', replace: '', ...database('plan/foreign-tables') },
  { guard: 'lines of what a project does not have, of a plan read in another thread', file: 'src/governance/plan/plan-reader.ts', find: 'await this.#ask({ ...question, misfits });', replace: '', ...unit('plan/plan-reader') },
  { guard: 'keys that are not codes', file: 'src/governance/plan/read-plan.ts', find: "if (issue.code === 'invalid_key') {", replace: "if (issue.code === 'invalid_key') return [];\n  if (issue.code === 'invalid_key') {", ...unit('plan/read-plan') },

  // Scans.
  { guard: 'runs without a ruleset', file: `${SQL}/schema/0003_scanning/040_candidate_scan_run.sql`, find: "status = 'refused' or (source_snapshot_ref is not null and ruleset_version is not null)", replace: 'true', ...database('scanning/discovery') },
  { guard: 'system tables in the registry', file: `${SQL}/gateway/reads/directus_collection.sql`, find: "      and c.relname !~ '^directus_'\n", replace: '', ...database('scanning/discovery') },
  { guard: 'tags that notice a dead owner', file: `${SQL}/objects/12_gate/coverage_watermark.sql`, find: '(select jsonb_object_agg(code, alive) from v_governance_owner)', replace: '0', ...database('scanning/discovery') },
  { guard: 'scan runs that stay as written', file: `${SQL}/objects/07_scanning/rules.sql`, find: "protect_table('candidate_scan_run', 'scan_run')", replace: "protect_table('candidate_scan_run', 'scan_run', null)", ...database('scanning/discovery') },

  // Plans that are exported.
  { guard: 'comments of a plan', file: EXPORT_PLAN, find: 'if (!document.changed) return state.source;', replace: 'if (!document.changed) return document.toString();', ...database('plan/plan-export') },
  { guard: 'collections that an export would move', file: EXPORT_PLAN, find: "if (is.group !== group || role === 'observed') {", replace: 'if (false) {', ...database('plan/plan-export') },
  { guard: 'planned owners that CODEOWNERS would pass for owners', file: 'src/governance/plan/export/export-codeowners.ts', find: '...(planned > 0 ?', replace: '...(planned > 999 ?', ...database('plan/plan-export') },
];
