import { SQL, database, unit } from './mutant.ts';
import type { Mutant } from './mutant.ts';

// prettier-ignore
export const ENVIRONMENT_MUTANTS: readonly Mutant[] = [
  // A database has to be proven to be what it is declared to be.
  { guard: 'declarations about another database', file: `${SQL}/objects/01_foundation/environment/environment_guard.sql`, find: 'is distinct from (current_database()::text, this_oid, this_system)', replace: '= (null, null, null)', ...database('installation/environment') },
  { guard: 'clones with other sessions', file: `${SQL}/objects/01_foundation/environment/environment_guard.sql`, find: 'if others > 0 then', replace: 'if false then', ...database('installation/environment') },
  { guard: 'the name of a clone', file: `${SQL}/schema/0001_foundation/040_governance_environment.sql`, find: "and dbname ~ ('^(?:' || substr(clone_pattern, 2, length(clone_pattern) - 2) || ')$')", replace: '', ...database('installation/environment') },
  { guard: 'clone patterns without anchors', file: `${SQL}/schema/0001_foundation/040_governance_environment.sql`, find: "clone_pattern like '^_%$'", replace: 'true', ...database('installation/environment') },
  { guard: 'clone patterns that break out of their group', file: `${SQL}/schema/0001_foundation/040_governance_environment.sql`, find: 'and dbname ~ substr(clone_pattern, 2, length(clone_pattern) - 2)\n', replace: '\n', ...database('installation/environment') },
  { guard: 'clone patterns with alternatives', file: 'src/governance/environment/clone-pattern.ts', find: '`^(?:${inner})$`', replace: 'pattern', ...unit('settings') },
  { guard: 'the oid of a clone', file: `${SQL}/objects/01_foundation/environment/v_current_environment.sql`, find: 'e.db_oid = d.oid and', replace: '', ...database('installation/environment') },
  { guard: 'changing a declaration', file: `${SQL}/objects/01_foundation/rules.sql`, find: "protect_table('governance_environment', 'environment')", replace: "protect_table('governance_environment', 'environment', null)", ...database('installation/environment') },
  { guard: 'sessions of others, on a database to be declared a clone', file: `${SQL}/objects/01_foundation/environment/environment_guard.sql`, find: "coalesce(backend_type, 'client backend')", replace: 'backend_type', ...database('installation/environment') },
  { guard: 'the id of a declaration', file: `${SQL}/objects/01_foundation/environment/environment_guard.sql`, find: 'new.environment_id := gen_random_uuid();', replace: '', ...database('installation/environment') },
];
