import { z } from 'zod';
import type { ReadSession } from '../../../../database/sessions/session.ts';
import { parseRow } from '../../../../database/parse-rows.ts';
import type { LintFacts } from './finding.ts';
import lintFactsSql from './lint-facts.sql';

const Facts = z.object({
  deadOwners: z.array(z.object({ owner: z.string(), reason: z.string() })),
  scopesWithoutOwner: z.array(z.object({ scope: z.string(), cells: z.number() })),
});

/** Reads facts about the plan in force, for lintPacket(). */
export async function lintFacts(session: ReadSession): Promise<LintFacts> {
  return parseRow(Facts, await session.query(lintFactsSql));
}
