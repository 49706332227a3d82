import { findingAt } from '../finding.ts';
import type { Rule } from '../finding.ts';
import { isRollback } from './15-destructive-statement.ts';
import type { LintedPacket } from '../finding.ts';
import { createdRelation } from '../created-relation.ts';
import { isTree, nodes, relationName } from '../tree.ts';
import type { Tree } from '../tree.ts';

/** A release runs while people work: on tables that were there before it, it takes no lock that readers or everybody waits for. */
const lockLevel: Rule = (packet) => {
  const created = relationsCreatedBy(packet);
  return [...packet.sql.values()].flatMap(({ path, statements }) =>
    statements.flatMap(({ type, tree, line }) =>
      lockedBy(type, tree)
        .filter(({ relation }) => !created.has(unqualified(relation)))
        .map(({ relation, found }) =>
          findingAt('lock_level', path, line, {
            message: `${relation} would be locked against everybody, and it is not of this release`,
            expected: 'at most SHARE ROW EXCLUSIVE on tables that were there before',
            found,
            fix: 'Change tables that people use in a migration of their own, outside the release.',
          }),
        ),
    ),
  );
};

/** EXCLUSIVE and ACCESS EXCLUSIVE, in PostgreSQL's own numbers. */
const TOO_STRONG = 7;

function lockedBy(type: string, tree: Tree): { relation: string; found: string }[] {
  const on = (relation: unknown, found: string) => {
    const name = relationName(relation);
    return name === null ? [] : [{ relation: name, found }];
  };
  switch (type) {
    case 'LockStmt':
      // Without a mode, LOCK TABLE takes ACCESS EXCLUSIVE.
      return typeof tree.mode === 'number' && tree.mode < TOO_STRONG
        ? []
        : relations(tree.relations).flatMap((relation) =>
            on(relation, tree.mode === TOO_STRONG ? 'LOCK … EXCLUSIVE' : 'LOCK … ACCESS EXCLUSIVE'),
          );
    case 'AlterTableStmt':
      return [...nodes(tree.cmds, 'AlterTableCmd')].some(isHeavy)
        ? on(tree.relation, 'ALTER TABLE (ACCESS EXCLUSIVE)')
        : [];
    case 'RenameStmt':
    case 'AlterObjectSchemaStmt':
      return on(tree.relation, 'ALTER … (ACCESS EXCLUSIVE)');
    case 'TruncateStmt':
      return relations(tree.relations).flatMap((relation) => on(relation, 'TRUNCATE (ACCESS EXCLUSIVE)'));
    case 'RuleStmt':
    case 'ClusterStmt':
      return on(tree.relation, `${type.replace('Stmt', '').toUpperCase()} (ACCESS EXCLUSIVE)`);
    case 'CreatePolicyStmt':
    case 'AlterPolicyStmt':
      return on(tree.table, 'POLICY (ACCESS EXCLUSIVE)');
    case 'RefreshMatViewStmt':
      return tree.concurrent === true ? [] : on(tree.relation, 'REFRESH MATERIALIZED VIEW (ACCESS EXCLUSIVE)');
    case 'ReindexStmt':
      return on(tree.relation, 'REINDEX (ACCESS EXCLUSIVE)');
    case 'VacuumStmt':
      return [...nodes(tree.rels, 'VacuumRelation')].flatMap(({ relation }) => on(relation, 'VACUUM'));
    default:
      return [];
  }
}

function relations(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The kinds of ALTER TABLE that PostgreSQL runs with less than EXCLUSIVE; every other one needs ACCESS EXCLUSIVE. */
const LIGHT =
  /^AT_(?:SetStatistics|ValidateConstraint|SetOptions|ResetOptions|ClusterOn|DropCluster|AttachPartition|EnableTrig|EnableAlwaysTrig|DisableTrig)/;

function isHeavy({ subtype, def }: Tree): boolean {
  if (subtype === 'AT_AddConstraint' && isTree(def) && isTree(def.Constraint))
    return def.Constraint.contype !== 'CONSTR_FOREIGN';
  return !LIGHT.test(String(subtype));
}

/** Tables and views that the tiers make themselves: nobody else can be waiting for them. */
function relationsCreatedBy({ sql }: LintedPacket): Set<string> {
  return new Set(
    [...sql.values()]
      .filter(({ path }) => !isRollback(path))
      .flatMap(({ statements }) => statements)
      .flatMap(({ type, tree }) => createdRelation(type, tree)?.name ?? []),
  );
}

function unqualified(relation: string): string {
  return relation.slice(relation.lastIndexOf('.') + 1);
}

export default lockLevel;
