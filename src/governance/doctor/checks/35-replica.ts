import type { Finding } from '../../../contract/answers/doctor.ts';
import type { Check, DoctorContext, Seen } from '../check.ts';

/** Settings under which triggers and foreign keys do not hold. */
function look({ surroundings }: DoctorContext): Seen {
  const findings = surroundings.replica_settings.map((found): Finding => ({
    kind: 'replica_role',
    subject: 'session_replication_role',
    expected: 'origin',
    found,
    fix: 'Reset it where it is set: ALTER DATABASE … or ALTER ROLE … RESET session_replication_role, or the configuration file of the server.',
    sql: null,
  }));
  return { findings };
}

export default { needs: 'nothing', look } satisfies Check;
