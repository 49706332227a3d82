import type { Command } from 'commander';
import { council } from '../../../governance/ratification/council/council.ts';
import type { Operator } from '../../operator.ts';
import type { Printout } from '../../print.ts';
import { councilText } from '../request/request-text.ts';
import type { Runner } from '../../noun.ts';

/** Adds `one-roof council` to the program. */
export function addCouncilCommand(program: Command, { run }: Runner): void {
  program
    .command('council')
    .description('show the seats, the policy in force, and whether a decision is possible')
    .action(run(showCouncil));
}

/** `one-roof council`: who holds which seat, by which policy, and whether they could decide. */
async function showCouncil(operator: Operator): Promise<Printout> {
  const found = await operator.read(council);
  return { json: found, text: councilText(found) };
}
