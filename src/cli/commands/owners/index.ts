import type { Command } from 'commander';
import { OneRoofError } from '../../../contract/errors.ts';
import { deadOwners } from '../../../governance/ownership/dead-owners.ts';
import type { DeadOwner } from '../../../governance/ownership/dead-owners.ts';
import { ownershipDetail, parseObjectAddress } from '../../../governance/ownership/ownership-detail.ts';
import type { Operator } from '../../operator.ts';
import { table } from '../../print.ts';
import type { Printout } from '../../print.ts';
import { terminal } from '../../../text/terminal.ts';
import type { TerminalText } from '../../../text/terminal.ts';
import type { Runner } from '../../noun.ts';

/** Adds `one-roof owners` to the program. */
export function addOwnersCommand(program: Command, { run }: Runner): void {
  program
    .command('owners')
    .description('show the accountable owner of a collection, per scope, and why')
    .argument('[object]', 'a collection, or type:name such as group:GRP-AI')
    .option('--dead', 'instead: the dead owners, and what to do')
    .action(
      run((operator, object: string | undefined, options: { dead?: boolean }) => owners(operator, object, options)),
    );
}

/** `one-roof owners COLLECTION`: who answers for it, per scope, and why. `one-roof owners --dead`: the dead owners. */
export async function owners(
  operator: Operator,
  object: string | undefined,
  { dead = false }: { dead?: boolean },
): Promise<Printout> {
  if (dead === (object !== undefined))
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', 'name a collection or use --dead');
  return object === undefined ? listDeadOwners(operator) : showOwners(operator, object);
}

async function listDeadOwners(operator: Operator): Promise<Printout> {
  const found = await operator.read(deadOwners);
  return {
    json: found,
    text: found.length === 0 ? terminal('No owner is dead.') : deadOwnersText(found),
  };
}

/** The dead owners, and what to do about each. */
export function deadOwnersText(found: readonly DeadOwner[]): TerminalText {
  return terminal(
    table(
      ['dead owner', 'name', 'because', 'cells', 'planned'],
      found.map(({ owner, owner_name: name, reason, cells, planned_cells: planned }) => [
        owner,
        name,
        reason.replaceAll('_', ' '),
        cells,
        planned,
      ]),
    ),
    ...found.map(({ owner, fix }) => `  ${owner}: ${fix}`),
  );
}

async function showOwners(operator: Operator, object: string): Promise<Printout> {
  const detail = await operator.read((session) => ownershipDetail(session, parseObjectAddress(object)));
  const text = table(
    ['scope', 'state', 'owner', 'name', 'from', 'planned', 'why'],
    detail.map((row) => [
      row.scope,
      row.state,
      row.owner,
      row.owner_name,
      row.source_anchor_ref === null ? null : `${row.source_anchor_type}:${row.source_anchor_ref}`,
      row.planned_owner,
      row.why
        .filter(({ verdict }) => verdict !== 'wins')
        .map(
          (claim) =>
            `${claim.owner} on ${claim.source_anchor_type}:${claim.source_anchor_ref} ${claim.verdict.replaceAll('_', ' ')}`,
        )
        .join('; '),
    ]),
  );
  return { json: detail, text };
}
