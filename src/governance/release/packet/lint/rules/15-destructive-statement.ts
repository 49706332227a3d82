import { findingAt } from '../finding.ts';
import type { Rule } from '../finding.ts';
import { calls, constantText, nodesBelow } from '../tree.ts';
import type { Tree } from '../tree.ts';

/** Refuses statements that remove, disable guards, or reach out of the database. Removing is allowed in `rollback/` only. */
const destructiveStatement: Rule = ({ sql }) =>
  [...sql.values()].flatMap(({ path, statements }) => {
    const rollback = isRollback(path);
    return statements.flatMap(({ type, tree, line }) =>
      [[type, tree] as const, ...nodesBelow(tree)].flatMap(([node, inner]) => {
        const found = never(node, inner) ?? (rollback ? null : takesAway(node, inner));
        if (found === null) return [];
        return findingAt('destructive_statement', path, line, {
          message: `A release must not do this: ${found}`,
          expected: rollback
            ? 'statements that take back what the release wrote'
            : 'statements that add; what takes away stands in rollback/',
          found,
          fix: rollback
            ? 'Take back by key or tag, with every table rule in force.'
            : 'Move it to rollback/, or supersede the row instead of removing it.',
        });
      }),
    );
  });

/** Tells whether a path is in a folder `rollback`, at any depth. */
export function isRollback(path: string): boolean {
  return path.split('/').slice(0, -1).includes('rollback');
}

function takesAway(type: string, tree: Tree): string | null {
  switch (type) {
    case 'DropStmt':
    case 'DropRoleStmt':
    case 'DropdbStmt':
    case 'DropOwnedStmt':
    case 'DropTableSpaceStmt':
    case 'DropSubscriptionStmt':
    case 'DropUserMappingStmt':
      return 'DROP';
    case 'TruncateStmt':
      return 'TRUNCATE';
    case 'DeleteStmt':
      return 'DELETE';
    case 'MergeWhenClause':
      return tree.commandType === 'CMD_DELETE' ? 'MERGE … DELETE' : null;
    case 'AlterTableCmd':
      return /^AT_Drop(?!Not|Expression|Identity)/.test(String(tree.subtype)) ? 'ALTER TABLE … DROP' : null;
    default:
      return null;
  }
}

function never(type: string, tree: Tree): string | null {
  switch (type) {
    case 'UpdateStmt':
      return tree.whereClause === undefined ? 'UPDATE without WHERE' : null;
    case 'DeleteStmt':
      return tree.whereClause === undefined && tree.usingClause === undefined ? 'DELETE without WHERE' : null;
    case 'AlterTableCmd':
      return /^AT_(?:DisableTrig|DisableRule|DisableRowSecurity|NoForceRowSecurity|EnableReplicaTrig)/.test(
        String(tree.subtype),
      )
        ? 'ALTER TABLE … DISABLE TRIGGER, RULE or ROW LEVEL SECURITY'
        : null;
    case 'AlterEventTrigStmt':
      return tree.tgenabled === 'D' ? 'ALTER EVENT TRIGGER … DISABLE' : null;
    case 'VariableSetStmt':
      return isReplicationRole(tree.name) ? 'SET session_replication_role' : null;
    case 'CopyStmt':
      return tree.is_program === true
        ? 'COPY … PROGRAM'
        : typeof tree.filename === 'string'
          ? 'COPY with a file of the server'
          : null;
    case 'AlterSystemStmt':
      return 'ALTER SYSTEM';
    case 'FuncCall':
      return forbiddenCall(tree);
    default:
      return null;
  }
}

/** Functions that do what a statement would be refused for. */
function forbiddenCall(tree: Tree): string | null {
  const [call] = calls({ FuncCall: tree });
  if (call === undefined) return null;
  if (call.name === 'set_config') {
    const setting = constantText(call.arguments[0]);
    if (setting === null) return 'set_config() of a setting that is not written out';
    return isReplicationRole(setting) ? 'set_config() of session_replication_role' : null;
  }
  return OUTSIDE.test(call.name) ? `${call.name}()` : null;
}

/** Run text as SQL, read or write files, end sessions. */
const OUTSIDE =
  /^(?:dblink\w*|query_to_xml\w*|lo_import|lo_export|pg_read_\w*file|pg_write_file|pg_file_\w+|pg_ls_dir|pg_terminate_backend|pg_cancel_backend|pg_reload_conf|pg_notify)$/;

function isReplicationRole(name: unknown): boolean {
  return typeof name === 'string' && name.toLowerCase() === 'session_replication_role';
}

export default destructiveStatement;
