import { SQL, database, unit } from './mutant.ts';
import type { Mutant } from './mutant.ts';

const CLASSES = 'src/database/sessions/classes.ts';
const WHAT_IF = `${SQL}/objects/06_changes/what_if/what_if.sql`;

// prettier-ignore
export const WHAT_IF_MUTANTS: readonly Mutant[] = [
  // A what-if keeps nothing, and holds up nobody.
  { guard: 'a what-if that is rolled back', file: WHAT_IF, find: "    raise exception using errcode = 'ORU00', message = 'a what-if is rolled back';\n", replace: '', ...database('plan/what-if') },
  { guard: 'a what-if that is never committed', file: `${SQL}/objects/01_foundation/what_if/refuse_commit.sql`, find: "begin\n  raise exception 'a what-if is never committed'", replace: "begin\n  return null;\n  raise exception 'a what-if is never committed'", ...database('plan/what-if') },
  { guard: 'the guard of the permission firing in replica mode', file: `${SQL}/objects/01_foundation/what_if/refuse_commit.sql`, find: 'alter table governance_what_if enable always trigger trg_what_if_ends;', replace: '', ...database('ownership/ownership-guard') },
  { guard: 'what is written beside a what-if', file: CLASSES, find: "          'rollback',\n", replace: '', ...database('connections/connection-classes') },
  { guard: 'a what-if that waits for others', file: CLASSES, find: "set local lock_timeout = '1s'", replace: "set local lock_timeout = '9s'", ...database('connections/connection-classes') },
  { guard: 'a what-if that somebody overtook', file: CLASSES, find: 'attempt === WHAT_IF_ATTEMPTS || ', replace: 'attempt > 0 || ', ...database('connections/connection-classes') },
  { guard: 'watermarks that a what-if leaves alone', file: `${SQL}/objects/01_foundation/table_rules/raise_watermark.sql`, find: 'if is_what_if() then', replace: 'if false then', ...database('plan/what-if') },
  { guard: 'what our guards say inside a what-if', file: WHAT_IF, find: "    when sqlstate 'ORU00' then", replace: "    when sqlstate 'OR000' then", ...database('plan/what-if') },
  { guard: 'an owner who stands for another role', file: WHAT_IF, find: '(b.state, b.owner, b.owner_role) is distinct from (a.state, a.owner, a.owner_role)', replace: '(b.state, b.owner) is distinct from (a.state, a.owner)', ...database('plan/what-if') },
  { guard: 'names that do not exist', file: `${SQL}/objects/06_changes/differences/require_named.sql`, find: 'if not p_exists then', replace: 'if false then', ...database('plan/what-if') },
  { guard: 'what Directus’s role may do inside a what-if', file: `${SQL}/install/privileges.sql`, find: "execute format('grant execute on function what_if to %I', reader);", replace: '', ...database('installation/separated-roles') },
  { guard: 'cursors of another what-if', file: 'src/governance/what-if/what-if.ts', find: "digestOf(['what-if', changes])", replace: "digestOf(['what-if'])", ...database('plan/what-if') },
  { guard: 'plans tried by who is no administrator', file: 'src/endpoints/one-roof/commands/register-commands.ts', find: 'refuseStrangers(PLAN_WHAT_IF.access, installation, accountability);', replace: '', ...unit('http/plan-what-if-command') },
  { guard: 'bodies that another site could send', file: 'src/endpoints/one-roof/commands/parse-body.ts', find: "if (!request.is('application/json')) {", replace: 'if (false) {', ...unit('http/plan-what-if-command') },
];
