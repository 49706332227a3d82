import type { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';
import { WhatIfQuery } from '../../../contract/answers/what-if.ts';
import { readPlan } from '../../../governance/plan/read-plan.ts';
import { readChanges } from '../../../governance/what-if/change.ts';
import { planWhatIf } from '../../../governance/what-if/plan-what-if.ts';
import { whatIf } from '../../../governance/what-if/what-if.ts';
import type { Operator } from '../../operator.ts';
import type { Printout } from '../../print.ts';
import { readTextFile } from '../../read-text-file.ts';
import { whatIfText } from './what-if-text.ts';

/** As commander reads them: `--move` collects names, two for each collection. */
export interface WhatIfOptions {
  retire?: string[];
  move?: string[];
  plan?: string;
  limit?: string;
  cursor?: string;
}

/** `one-roof ownership what-if`: which cells a change would touch. Writes nothing. */
export async function ownershipWhatIf(operator: Operator, { plan, ...options }: WhatIfOptions): Promise<Printout> {
  const asked = readOptions(options);
  if (plan === undefined && asked.retire.length + asked.move.length === 0) {
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', 'name a change: --retire, --move or --plan');
  }
  const { excludedTables } = operator.settings;
  const written = plan === undefined ? null : readPlan(readTextFile(plan));
  const outcome = await operator.whatIf(async (session) =>
    written === null
      ? whatIf(session, readChanges(asked), asked)
      : (await planWhatIf(session, written, asked, asked, excludedTables)).outcome,
  );
  return { json: outcome, text: whatIfText(outcome) };
}

function readOptions({ retire = [], move = [], ...page }: Omit<WhatIfOptions, 'plan'>): z.output<typeof WhatIfQuery> {
  if (move.length % 2 === 1) throw new OneRoofError('ONE_ROOF_BAD_REQUEST', '--move needs a collection and a group');
  const pairs = move.flatMap((name, index) => (index % 2 === 0 ? [`${name}:${String(move[index + 1])}`] : []));
  const parsed = WhatIfQuery.safeParse({ retire, move: pairs, ...page });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new OneRoofError('ONE_ROOF_BAD_REQUEST', `--${String(issue?.path[0])}: ${String(issue?.message)}`);
}
