import type { Finding } from '../../contract/answers/doctor.ts';

const FIXES: Readonly<Record<string, string>> = {
  '25006': 'This server or session is read-only: ask the primary server.',
  '42501':
    'Grant the role that asks CREATE on the database (GRANT CREATE ON DATABASE … TO …), or ask as the owner of the schema. It creates a schema beside ours and rolls it back.',
  '55P03': 'Somebody held a lock on our schema, a migration perhaps. Ask again.',
};

/** What PostgreSQL objected to while the catalogues were compared: then nothing is known about ours. Null: the connection broke. */
export function uncomparedFinding(thrown: unknown): Finding | null {
  if (!(thrown instanceof Error && 'severity' in thrown)) return null;
  const code = 'code' in thrown ? String(thrown.code) : '';
  return {
    kind: 'catalogue_not_compared',
    subject: 'the objects of schema one_roof',
    expected: 'a comparison with what this version installs',
    found: thrown.message,
    fix:
      FIXES[code] ??
      'The PostgreSQL log names the statement that failed. Until it works nothing is known about the schema.',
    sql: null,
  };
}
