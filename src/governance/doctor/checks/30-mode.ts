import type { Finding } from '../../../contract/answers/doctor.ts';
import { OWNER_ROLE } from '../../../database/roles.ts';
import type { Check, DoctorContext, Seen } from '../check.ts';
import { isSeparate } from '../surroundings.ts';

/** A schema of mode separated whose owner others can become: nothing is prevented, and nobody would notice. */
function look({ surroundings }: DoctorContext): Seen {
  const { can_become_owner } = surroundings;
  if (!isSeparate(surroundings) || can_become_owner.length === 0) return { findings: [] };
  const finding: Finding = {
    kind: 'mode_broken',
    subject: 'mode',
    expected: `separated: schema one_roof belongs to ${OWNER_ROLE}, and nobody who works with it can become that role`,
    found: can_become_owner.join('; '),
    fix: `Take it from the role: REVOKE ${OWNER_ROLE} FROM …, ALTER ROLE … NOSUPERUSER NOCREATEROLE. If it is only the role that asks, ask as Directus's role.`,
    sql: null,
  };
  return { findings: [finding] };
}

export default { needs: 'nothing', look } satisfies Check;
