import { SQL, database, unit } from './mutant.ts';
import type { Mutant } from './mutant.ts';

const INSPECTION = 'src/database/install/inspect-installation.ts';

// prettier-ignore
export const INSTALLATION_MUTANTS: readonly Mutant[] = [
  // Installing and uninstalling.
  { guard: 'starts that race', file: 'src/database/install/migrate.ts', find: 'select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended($1::text, 0::bigint))', replace: 'select $1::text', ...database('installation/migrate') },
  { guard: 'schemas of somebody else', file: INSPECTION, find: 'if (!found.trusted_owner) return', replace: 'if (false) return', ...database('installation/migrate') },
  { guard: 'schemas that only look like ours', file: INSPECTION, find: 'if (!found.has_migration_table) return', replace: 'if (false) return', ...database('installation/migrate') },
  { guard: 'objects planted in our schema', file: INSPECTION, find: 'if (found.foreign_objects.length > 0)\n', replace: 'if (false)\n', ...database('installation/migrate') },
  { guard: 'schemas of a newer version', file: INSPECTION, find: 'if (unknown.length > 0) {', replace: 'if (false) {', ...database('installation/migrate') },
  { guard: 'PostgreSQL that is too old', file: INSPECTION, find: 'found.server_version < OLDEST_POSTGRESQL * 10_000', replace: 'false', ...database('installation/migrate') },
  { guard: 'functions that PUBLIC may run', file: `${SQL}/install/privileges.sql`, find: "execute format('revoke all on function %s from %s', every, holders);", replace: '', ...database('installation/migrate') },
  { guard: 'dropping a schema that is not ours', file: 'src/database/install/uninstall.ts', find: 'const found = await inspectDatabase(session, schema);', replace: "const found = await inspectDatabase(session, schema).catch(() => ({ state: 'current' }) as const);", ...database('installation/uninstall') },
  { guard: 'dropping what somebody built on our schema', file: 'src/database/install/uninstall.ts', find: 'await refuseDependents(session, schema);', replace: '', ...database('installation/uninstall') },
  { guard: 'uninstalling where somebody holds a seat', file: 'src/database/install/dependents.sql', find: "and p.pronamespace = (select oid from pg_namespace where nspname = $1)", replace: "and p.proname = 'guard_items'", ...database('installation/uninstall-states') },
  { guard: 'disarming every trigger of ours', file: 'src/database/install/disarm.sql', find: 'where not t.tgisinternal', replace: "where not t.tgisinternal and t.tgname <> 'one_roof_credentials'", ...database('installation/uninstall-states') },
  { guard: 'a reader role without a way into the schema', file: 'src/governance/installation/installation.ts', find: " and has_schema_privilege(r.oid, n.oid, 'USAGE')", replace: '', ...database('installation/installation') },

  // Mode separated: the schema belongs to a role that Directus cannot become.
  { guard: 'mode separated with a connecting role that can become the owner', file: 'src/database/install/inspect-installation.sql', find: "and (session_user = $3 or not pg_catalog.pg_has_role(session_user, ours.nspowner, 'member'))", replace: '', ...database('installation/separated-roles') },
  { guard: 'what code of Directus’s role leaves behind', file: `${SQL}/gateway/reads/directus_role.sql`, find: "    raise exception using errcode = 'ORU01', message = 'what was read is kept, what reading did is undone';\n", replace: '', ...database('attacks/separated-attacks') },
  { guard: 'the code of Directus’s role, run by the owner', file: 'src/database/install/install-gateway.ts', find: 'if (name !== OWNER_ROLE) {', replace: 'if (name !== "") {', ...database('attacks/separated-attacks') },
  { guard: 'operators that fit better in the owner’s session', file: 'src/database/install/inspect-installation.sql', find: "pg_catalog.to_regclass('directus_collections')::pg_catalog.oid", replace: "pg_catalog.to_regclass('directus_collections')", ...database('attacks/separated-programs') },
  { guard: 'functions that fit better in the doctor’s session', file: 'src/governance/doctor/survey-database.ts', find: 'begin; set local search_path = pg_catalog, pg_temp', replace: 'begin', ...database('attacks/separated-programs') },
  { guard: 'a search path that the owner of the database sets', file: 'src/database/install/separated-mode.sql', find: 'set search_path = pg_catalog, %I', replace: 'set work_mem = 65536', ...database('attacks/separated-programs') },
  { guard: 'triggers of ours on tables of another schema', file: `${SQL}/gateway/attachments/guard_items.sql`, find: "if tg_table_schema <> :'directus_schema' then", replace: 'if false then', ...database('attacks/separated-programs') },
  { guard: 'the trigger of credentials on another table', file: `${SQL}/gateway/attachments/note_credential_change.sql`, find: "if tg_relid is distinct from to_regclass(format('%I.directus_users', :'directus_schema'))::oid then", replace: 'if false then', ...database('attacks/separated-attacks') },
  { guard: 'structures that Directus’s role accepts', file: `${SQL}/install/privileges.sql`, find: 'arm_table_guard, keep_first_structure,', replace: 'arm_table_guard, accept_structure, keep_first_structure,', ...database('attacks/separated-programs') },
  { guard: 'a gateway that others can become', file: 'src/database/install/inspect-installation.sql', find: "and not coalesce(pg_catalog.pg_has_role(c.relowner, pg_catalog.to_regrole('one_roof_gateway')::pg_catalog.oid,\n      'member'), true)", replace: '', ...database('installation/separated-roles') },

  // Settings.
  { guard: 'settings that are guessed', file: 'src/governance/settings/settings.ts', find: 'if (!parsed.success) {', replace: 'if (!parsed.success) return readSettings({});\n  if (!parsed.success) {', ...unit('settings') },

  // What is restated.
  { guard: 'privileges that were granted besides', file: `${SQL}/install/privileges.sql`, find: 'revoke all on all tables in schema %I from %s', replace: 'revoke all on all tables in schema %I from public', ...database('installation/upgrade') },
];
