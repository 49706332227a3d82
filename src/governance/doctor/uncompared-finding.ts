import type { Finding } from '../../contract/answers/doctor.ts';
import { codeOf, SQLSTATE } from '../../database/sessions/sqlstates.ts';

const FIXES: Readonly<Record<string, string>> = {
  [SQLSTATE.read_only_sql_transaction]: 'This server or session is read-only: ask the primary server.',
  [SQLSTATE.insufficient_privilege]:
    'Grant the role that asks CREATE on the database (GRANT CREATE ON DATABASE … TO …), or ask as the owner of the schema. It creates a schema beside ours and rolls it back.',
  [SQLSTATE.lock_not_available]: 'Somebody held a lock on our schema, a migration perhaps. Ask again.',
};

/** Finding for what PostgreSQL refused while the catalogues were compared. Null if the connection broke. */
export function uncomparedFinding(thrown: unknown): Finding | null {
  if (!(thrown instanceof Error && 'severity' in thrown)) return null;
  return {
    kind: 'catalogue_not_compared',
    subject: 'the objects of schema one_roof',
    expected: 'a comparison with what this version installs',
    found: thrown.message,
    fix:
      FIXES[codeOf(thrown)] ??
      'The PostgreSQL log names the statement that failed. Until it works nothing is known about the schema.',
    sql: null,
  };
}
