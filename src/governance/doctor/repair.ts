import type { CatalogueDifference } from '../../database/install/compare-catalogue.ts';
import { quoteIdentifier } from '../../database/sql-text.ts';

/** Place where the statements run: our schema and its owner. */
export interface Place {
  schema: string;
  owner: string;
}

/**
 * The statements that make an object what this version installs, run as the owner of the schema; null where statements
 * cannot (a table, whose rows are the point) or should not.
 */
export function repair(difference: CatalogueDifference, place: Place): string | null {
  const { kind, parent, object, expected, found } = difference;
  const schema = quoteIdentifier(place.schema);
  const relation = `${schema}.${String(parent)}`;
  switch (kind) {
    case 'trigger':
      return lines(
        found !== null &&
          (expected === null || definition(found) !== definition(expected)) &&
          `DROP TRIGGER ${object} ON ${relation};`,
        expected !== null &&
          (found === null || definition(found) !== definition(expected)) &&
          `${definition(expected)};`,
        expected !== null && `ALTER TABLE ${relation} ${firing(expected).toUpperCase()} TRIGGER ${object};`,
      );
    case 'constraint':
      return lines(
        found !== null && `ALTER TABLE ${relation} DROP CONSTRAINT ${object};`,
        expected !== null && `ALTER TABLE ${relation} ADD CONSTRAINT ${object} ${expected};`,
      );
    case 'index':
      return lines(found !== null && `DROP INDEX ${schema}.${object};`, expected !== null && `${expected};`);
    case 'view':
      return expected === null
        ? `DROP VIEW ${schema}.${object};`
        : `CREATE OR REPLACE VIEW ${schema}.${object} AS\n${expected}`;
    case 'function':
      return expected === null ? `DROP ROUTINE ${schema}.${object};` : `${expected.trimEnd()};`;
    case 'policy':
      return expected === null ? `DROP POLICY ${object} ON ${relation};` : null;
    case 'rule':
      return expected === null ? `DROP RULE ${object} ON ${relation};` : null;
    case 'privilege':
      return privilegeStatements(difference, place);
    default:
      return null;
  }
}

/** `CREATE TRIGGER …; enable always`: what it does. */
function definition(trigger: string): string {
  return trigger.slice(0, trigger.lastIndexOf('; '));
}

/** `CREATE TRIGGER …; enable always`: when it fires. */
export function firing(trigger: string): string {
  return trigger.slice(trigger.lastIndexOf('; ') + 2);
}

/** Tells whether two triggers differ only in when they fire. */
export function sameDefinition(one: string, other: string): boolean {
  return definition(one) === definition(other);
}

function privilegeStatements(
  { parent, object, expected, found }: CatalogueDifference,
  { schema, owner }: Place,
): string | null {
  const target =
    parent === 'schema'
      ? `SCHEMA ${quoteIdentifier(schema)}`
      : String(parent).replace(/^(\w+) /, (_all, type: string) => `${type.toUpperCase()} ${quoteIdentifier(schema)}.`);
  const role = object === 'OWNER' ? quoteIdentifier(owner) : object;
  const [wanted, had] = [privileges(expected), privileges(found)];
  const [missing, extra] = [difference(wanted, had), difference(had, wanted)];
  return lines(
    extra.length > 0 && `REVOKE ${extra.map((item) => item.replace('*', '')).join(', ')} ON ${target} FROM ${role};`,
    missing.length > 0 && `GRANT ${missing.join(', ')} ON ${target} TO ${role};`,
  );
}

/** `SELECT, UPDATE (hash)*` as a list; the star is the right to pass it on. */
export function privileges(text: string | null): string[] {
  return text === null ? [] : text.split(', ');
}

/** Members of the first list that the second lacks. */
export function difference(one: readonly string[], other: readonly string[]): string[] {
  return one.filter((item) => !other.includes(item));
}

function lines(...statements: (string | false)[]): string | null {
  const said = statements.filter((statement) => statement !== false);
  return said.length === 0 ? null : said.join('\n');
}
