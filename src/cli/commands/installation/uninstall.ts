import { OneRoofError } from '../../../contract/errors.ts';
import { uninstall } from '../../../database/install/uninstall.ts';
import type { Operator } from '../../operator.ts';
import type { Printout } from '../../print.ts';
import { terminal } from '../../../text/terminal.ts';

/** `one-roof uninstall --yes`: removes everything of ours from the database. Directus's own tables stay as they are. */
export async function uninstallSchema(operator: Operator, options: { yes?: boolean }): Promise<Printout> {
  if (options.yes !== true) {
    throw new OneRoofError(
      'ONE_ROOF_PRECONDITION_FAILED',
      'Uninstalling removes plans, scans and the ledger for good',
      {
        expected: '--yes',
        found: 'no confirmation',
        fix: 'Back up the schema if you want to keep it (pg_dump -n one_roof), remove the extension from Directus, then run `one-roof uninstall --yes`.',
      },
    );
  }
  const removed = await uninstall(operator.sessions);
  const roles =
    removed.rolesLeft.length > 0
      ? ` Roles left, because another database of this server uses them (a clone, say): ${removed.rolesLeft.join(', ')}. Uninstalling there, or dropping it, and then \`one-roof uninstall --yes\` here takes them away.`
      : '';
  return {
    json: removed,
    text: terminal(removed.schemaRemoved ? `Removed schema one_roof.${roles}` : `There was nothing to remove.${roles}`),
  };
}
