import { z } from 'zod';
import type { Finding } from '../../../contract/answers/doctor.ts';
import { quoteIdentifier } from '../../../database/sql-text.ts';
import { parseRows } from '../../../database/parse-rows.ts';
import type { Check, DoctorContext, Seen } from '../check.ts';

const Drift = z.object({ collection: z.string(), found: z.array(z.string()) });

/** Tables of guarded collections that were changed where no guard looks. */
async function look({ session, schema }: DoctorContext): Promise<Seen> {
  const ours = quoteIdentifier(schema);
  const rows = parseRows(
    Drift,
    await session.query(
      `select d.collection, d.rewritten || array(select 'added: ' || a from unnest(d.added) a) || array(select 'removed: ' || r from unnest(d.removed) r) as found
       from ${ours}.v_structure_drift d join ${ours}.v_guard_mode m on m.collection_name = d.collection and m.mode <> 'off'
       order by d.collection`,
    ),
  );
  const findings = rows.map(({ collection, found }): Finding => ({
    kind: 'table_changed',
    subject: `collection ${collection}`,
    expected: 'the table that was accepted last',
    found: found.join('; '),
    fix: `Find out who did it and what for: VACUUM FULL and CLUSTER rewrite a table, ALTER TABLE … USING changes every row. Then \`one-roof guard acknowledge ${collection} --reason …\`.`,
    sql: null,
  }));
  return { findings };
}

export default { needs: 'schema', look } satisfies Check;
