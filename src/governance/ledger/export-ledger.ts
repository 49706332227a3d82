import { z } from 'zod';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRows } from '../../database/parse-rows.ts';

const PAGE = 500;

/** A link of the chain, as somebody needs it who checks it without us: see docs/ledger.md. It holds nothing personal. */
const ExportedRow = z.object({
  seq: z.coerce.number(),
  content: z.string(),
  digest: z.string(),
  prev_hash: z.string(),
  hash: z.string(),
});
export type ExportedRow = z.infer<typeof ExportedRow>;

/** The chain from place `from` on, in one snapshot. */
export async function exportLedger(session: ReadSession, from: number): Promise<ExportedRow[]> {
  const exported: ExportedRow[] = [];
  for (;;) {
    const page = parseRows(
      ExportedRow,
      await session.query(
        `select seq, content, encode(digest, 'hex') as digest, encode(prev_hash, 'hex') as prev_hash, encode(hash, 'hex') as hash
         from governance_ledger where seq >= $1 order by seq limit $2`,
        [(exported.at(-1)?.seq ?? from - 1) + 1, PAGE],
      ),
    );
    exported.push(...page);
    if (page.length < PAGE) return exported;
  }
}
