import { writesOf } from '../sql/writes.ts';
import type { Routine } from './catalogue.ts';

/** Which functions write which tables, as far as their texts tell. */
export interface Writers {
  /** Table, operation, functions. */
  byTable: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  /** Functions that put SQL together when they run. */
  dynamic: readonly string[];
}

export function writersIn(functions: readonly Pick<Routine, 'name' | 'text'>[]): Writers {
  const byTable = new Map<string, Map<string, string[]>>();
  const dynamic: string[] = [];
  for (const { name, text } of functions) {
    const writes = writesOf(text);
    if (writes.isDynamic) dynamic.push(name);
    for (const [table, operations] of writes.tables)
      for (const operation of operations) {
        const ofTable = byTable.get(table) ?? new Map<string, string[]>();
        byTable.set(table, ofTable.set(operation, [...(ofTable.get(operation) ?? []), name]));
      }
  }
  return { byTable, dynamic };
}
