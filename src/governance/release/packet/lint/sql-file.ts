import { statementsOf } from './statements.ts';
import type { Statements } from './statements.ts';

/** A SQL file as PostgreSQL's own parser reads it. */
export interface SqlFile extends Statements {
  path: string;
  /** The lines with commands or variables of psql. */
  psqlLines: readonly number[];
}

/**
 * Parses a file. What psql reads itself (its commands, its variables) is taken out where PostgreSQL does not understand it, so that
 * one command does not hide the statements around it. The parser has to be loaded: lintPacket() sees to it.
 */
export function readSqlFile(path: string, bytes: Uint8Array): SqlFile {
  const text = utf8(bytes);
  if (text === null)
    return { path, statements: [], psqlLines: [], unjudged: [{ line: 1, message: 'the file is not UTF-8' }] };
  const asItIs = statementsOf(text);
  if (asItIs.unjudged.length === 0) return { path, psqlLines: [], ...asItIs };
  const psqlLines: number[] = [];
  const lines = text.split('\n').map((line, index) => {
    // A line is a command, or ends in one that runs what stands before it (`… \gset`).
    const command = /^\s*\\[a-z!?]/i.test(line) ? '' : line.replace(/\s\\g\w*\b.*$/, ';');
    const sql = command.replace(/(?<!:):(?=(["'])\w+\1)/g, '');
    if (sql !== line) psqlLines.push(index + 1);
    return sql;
  });
  return { path, psqlLines, ...statementsOf(lines.join('\n')) };
}

/** The text of a file, or null where it is not UTF-8. */
export function utf8(bytes: Uint8Array | undefined): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
