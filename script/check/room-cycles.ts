import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

const CODE = /^src\/.*\.(?:ts|vue|mjs)$/;

/**
 * Matches an import or export of a value by a relative path, and an import() of one. Types alone may go back: they are
 * gone when it runs.
 */
const VALUE = /^\s*(?:import|export)\s+(?!type\s)(?:[^'";]*?\sfrom\s+)?'(\.[^'?]+)|\bimport\('(\.[^'?]+)/gm;

/** An import, from one file to another, by their paths in the project. */
type Import = readonly [from: string, to: string];

/**
 * Finds the rooms that need each other in a circle. A room is a folder or file beside others in a folder of `src`, at
 * every depth.
 *
 * @returns complaints: each circle with the imports that close it.
 */
export function roomCycles(project: string, files: readonly string[]): string[] {
  const imports = files.filter((file) => CODE.test(file)).flatMap((file) => importsOf(project, file));
  return [...new Set(files.flatMap(foldersAbove))].sort().flatMap((folder) =>
    circles(betweenRooms(folder, imports)).map((circle) => {
      const [closing] = imports.filter(([from, to]) => leads(folder, circle, from, to));
      return `${folder}: ${circle.join(', ')} import each other in a circle, by ${closing?.join(' → ') ?? ''} and others: move what they share`;
    }),
  );
}

function importsOf(project: string, file: string): Import[] {
  const text = readFileSync(join(project, file), 'utf8');
  return [...text.matchAll(VALUE)].map(([, named, called]) => [
    file,
    posix.join(posix.dirname(file), named ?? called ?? ''),
  ]);
}

function foldersAbove(file: string): string[] {
  const folder = dirname(file);
  return folder === 'src' || folder.startsWith('src/') ? [folder, ...foldersAbove(folder)] : [];
}

/** Name of the room of a folder that a path is in; null for one outside of the folder. */
const roomOf = (folder: string, path: string) =>
  path.startsWith(`${folder}/`) ? (path.slice(folder.length + 1).split('/', 1)[0] ?? null) : null;

function betweenRooms(folder: string, imports: readonly Import[]): Map<string, Set<string>> {
  const uses = new Map<string, Set<string>>();
  for (const [from, to] of imports) {
    const [one, other] = [roomOf(folder, from), roomOf(folder, to)];
    if (one === null || other === null || one === other) continue;
    uses.set(one, (uses.get(one) ?? new Set()).add(other));
  }
  return uses;
}

/** Groups the rooms that reach each other. */
function circles(uses: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const reached = new Map([...uses.keys()].map((room) => [room, reachedFrom(room, uses)]));
  const found = [...reached].map(([room, others]) =>
    [...others].filter((other) => reached.get(other)?.has(room) === true).sort(),
  );
  const apart = new Map(found.filter((circle) => circle.length > 0).map((circle) => [circle.join(), circle]));
  return [...apart.values()];
}

function reachedFrom(room: string, uses: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const reached = new Set<string>();
  const go = (from: string) => {
    for (const next of uses.get(from) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      go(next);
    }
  };
  go(room);
  return reached;
}

function leads(folder: string, circle: readonly string[], from: string, to: string): boolean {
  const [one, other] = [roomOf(folder, from), roomOf(folder, to)];
  return one !== null && other !== null && one !== other && circle.includes(one) && circle.includes(other);
}
