import { z } from 'zod';
import type { Finding } from '../../../contract/answers/doctor.ts';
import { OWNER_ROLE } from '../../../database/roles.ts';
import { gatewayFunctions } from '../../../database/migrations.ts';
import { parseRows } from '../../../database/parse-rows.ts';
import type { Check, DoctorContext, Seen } from '../check.ts';
import ownersSql from './owners.sql';

const OwnerRow = z.object({ object: z.string(), expected: z.string(), found: z.string() });

/** Functions and types in our schema that belong to somebody else. */
async function look({ session, schema }: DoctorContext): Promise<Seen> {
  const rows = parseRows(OwnerRow, await session.query(ownersSql, [schema, OWNER_ROLE, gatewayFunctions]));
  const findings = rows.map(({ object, expected, found }): Finding => ({
    kind: 'foreign_owner',
    subject: object,
    expected: `owner ${expected}`,
    found: `owner ${found}`,
    fix: `Give it to ${expected} (ALTER … OWNER TO …, as a superuser) and find out who took it.`,
    sql: null,
  }));
  return { findings };
}

export default { needs: 'installation', look } satisfies Check;
