import { database } from './mutant.ts';
import type { Mutant } from './mutant.ts';

// prettier-ignore
export const DOCTOR_MUTANTS: readonly Mutant[] = [
  // Fingerprints.
  { guard: 'fingerprints that notice a disabled trigger', file: 'src/database/fingerprint/structure.sql', find: "case t.tgenabled when 'A' then 'enable always' when 'O' then 'enable'\n        when 'R' then 'enable replica' else 'disable' end", replace: "''", ...database('doctor/fingerprint') },
  { guard: 'fingerprints that notice privileges on columns', file: 'src/database/fingerprint/structure.sql', find: "and a.attacl is not null", replace: 'and false', ...database('doctor/fingerprint') },
  { guard: 'fingerprints that ignore the order of rows', file: 'src/database/fingerprint/fingerprint.ts', find: "string_agg(d.digest, '' order by d.digest)", replace: "string_agg(d.digest, '')", ...database('doctor/fingerprint') },

  // The doctor.
  { guard: 'a doctor that compares', file: 'src/database/install/compare-catalogue.ts', find: 'where e.detail is distinct from l.detail', replace: 'where false', ...database('doctor/catalogue') },
  { guard: 'a doctor that leaves nothing behind', file: 'src/database/install/compare-catalogue.ts', find: 'await transaction.rollback()', replace: 'await transaction.commit()', ...database('doctor/doctor') },
  { guard: 'a doctor that does not wait for locks', file: 'src/database/install/compare-catalogue.ts', find: "set local lock_timeout = '2s'; ", replace: '', ...database('doctor/surroundings') },
  { guard: 'a doctor that forgets what was expected before', file: 'src/database/install/compare-catalogue.ts', find: 'known?.of === of', replace: 'known !== undefined', ...database('doctor/doctor') },
  { guard: 'a doctor that expects no privilege of a foreign role', file: 'src/database/install/compare-catalogue.ts', find: " and (kind <> 'privilege' or object in ('OWNER', 'PUBLIC', :all_roles))", replace: '', ...database('doctor/doctor') },
  { guard: 'what cannot be compared is no pass', file: 'src/governance/installation/diagnose.ts', find: 'return { findings: [finding], compared: 0 };', replace: 'return { findings: [], compared: 0 };', ...database('doctor/surroundings') },
  { guard: 'foreign keys that are disabled', file: 'src/database/fingerprint/structure.sql', find: "k.oid and t.tgenabled <> 'O'", replace: 'k.oid and false', ...database('doctor/catalogue') },
  { guard: 'functions of another owner', file: 'src/governance/doctor/checks/owners.sql', find: 'pg_get_userbyid(owned.owner) <> owned.expected', replace: 'false', ...database('doctor/catalogue') },
  { guard: 'a mode that does not hold', file: 'src/governance/doctor/checks/30-mode.ts', find: 'if (!isSeparate(surroundings) || can_become_owner.length === 0) return { findings: [] };', replace: 'return { findings: [] };', ...database('installation/separated-roles') },
  { guard: 'roles that settings name and nobody has', file: 'src/governance/doctor/checks/25-named-roles.ts', find: 'where not exists (select from', replace: 'where false and not exists (select from', ...database('doctor/surroundings') },
];
