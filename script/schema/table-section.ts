import type { Column, Constraint, Part, Table, Trigger } from './catalogue.ts';
import { code, prose, proseBehind } from './markdown.ts';

/** Facts from the sources, which the catalogue does not have. */
interface Context {
  comment: string | null;
  /** Comments of columns and constraints, by name. */
  parts: ReadonlyMap<string, string>;
  /** Roles that read every table. */
  readers: readonly string[];
  /** Operation, functions. */
  writers: ReadonlyMap<string, readonly string[]> | undefined;
}

/** Renders the section of one table. */
export function tableSection(of: Table, { comment, parts, readers, writers }: Context): string {
  return [
    `### ${code(of.name)}`,
    comment === null ? '' : prose(comment),
    list('Columns', of.columns, (column) => columnItem(column, parts)),
    list('Keys and checks', of.constraints, (constraint) => constraintItem(constraint, parts)),
    list('Indexes', of.indexes, partItem),
    list('Writers', [...roleItems(of, readers), ...functionItems(writers)], (item) => item),
    list('Triggers', byTime(of.triggers), triggerItem),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function columnItem(
  { name, type, nullable, default: given, comment }: Column,
  parts: ReadonlyMap<string, string>,
): string {
  const head = [
    code(name),
    code(type),
    ...(nullable ? ['null'] : []),
    ...(given === null ? [] : ['default', code(given)]),
  ];
  return proseBehind(head.join(' '), comment ?? parts.get(name) ?? null);
}

function constraintItem(constraint: Constraint, parts: ReadonlyMap<string, string>): string {
  return proseBehind(partItem(constraint), constraint.comment ?? parts.get(constraint.name) ?? null);
}

function partItem({ name, definition }: Part): string {
  return `${code(name)} ${code(definition)}`;
}

function roleItems({ privileges }: Table, readers: readonly string[]): string[] {
  return privileges.flatMap(({ role, granted }) => {
    const more = readers.includes(role) ? granted.filter((privilege) => privilege !== 'select') : granted;
    return more.length === 0 ? [] : [`role ${code(role)}: ${more.join(', ')}`];
  });
}

function functionItems(writers: Context['writers']): string[] {
  return [...(writers ?? [])]
    .sort()
    .map(([operation, functions]) => `${operation} by ${functions.map(code).join(', ')}`);
}

/** The triggers in firing order, those of one time and level together. */
function byTime(triggers: readonly Trigger[]): { fires: string; triggers: Trigger[] }[] {
  return [...new Set(triggers.map(({ fires }) => fires))].map((fires) => ({
    fires,
    triggers: triggers.filter((trigger) => trigger.fires === fires),
  }));
}

function triggerItem({ fires, triggers }: { fires: string; triggers: Trigger[] }): string {
  const items = triggers.map(({ name, events, condition, function: called, enabled }) => {
    const when = condition === null ? '' : `, when ${code(condition)}`;
    const replica = enabled === 'always' ? '' : ` (${enabled})`;
    return `  1. ${code(name)}, ${events.join(' or ')}${when}: ${code(called)}${replica}`;
  });
  return [fires, ...items].join('\n');
}

function list<Of>(title: string, items: readonly Of[], itemOf: (of: Of) => string): string {
  return items.length === 0 ? '' : [`${title}:`, items.map((item) => `- ${itemOf(item)}`).join('\n')].join('\n\n');
}
