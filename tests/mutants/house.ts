import { unit } from './mutant.ts';
import type { Mutant } from './mutant.ts';

const HOUSE = 'script/check/house.ts';
const TIMES = 'script/test/times.ts';

// prettier-ignore
export const HOUSE_MUTANTS: readonly Mutant[] = [
  // Size and wording.
  { guard: 'the length of files', file: HOUSE, find: 'linesOf(text) - MOST_LINES', replace: '0', ...unit('check/house') },
  { guard: 'reasons of long files that say nothing', file: HOUSE, find: 'long: \\S/', replace: 'long: /', ...unit('check/house') },
  { guard: 'the width of lines of SQL', file: HOUSE, find: 'line.length > MOST_COLUMNS', replace: 'line.length > 1000', ...unit('check/house') },
  { guard: 'lines of SQL that are long by many literals', file: HOUSE, find: 'longestLiteralOf(line) < LONG_LITERAL', replace: "!line.includes(\"'\")", ...unit('check/house') },
  { guard: 'the number of files in a folder', file: HOUSE, find: 'count - MOST_FILES', replace: '0', ...unit('check/house') },
  { guard: 'the beginning of doc comments', file: HOUSE, find: '`/\\\\*\\\\*[\\\\s*]*${OPENING}`', replace: '`/\\\\*\\\\* ${OPENING}`', ...unit('check/house') },
  { guard: 'copies of facts', file: 'script/check/facts.ts', find: 'found === undefined ? [] :', replace: 'found !== undefined ? [] :', ...unit('check/facts') },
  { guard: 'facts that comments name', file: 'script/check/facts.ts', find: 'const code = withoutComments(file, text);', replace: 'const code = text;', ...unit('check/facts') },
  { guard: 'circles of rooms', file: 'script/check/room-cycles.ts', find: 'reached.get(other)?.has(room) === true', replace: 'other === room && reached.size === 0', ...unit('check/room-cycles') },
  { guard: 'circles of rooms by what is imported when it is needed', file: 'script/check/room-cycles.ts', find: 'named ?? called', replace: 'named', ...unit('check/room-cycles') },
  { guard: 'statements of ours in TypeScript that write', file: HOUSE, find: "WRITERS.test(file) ? 0 : writesOf(text)", replace: '0', ...unit('check/house') },
  { guard: 'the beginning of SQL comments', file: HOUSE, find: "${OPENING}`, 'gi'", replace: "${OPENING}`, 'g'", ...unit('check/house') },

  // Time.
  { guard: 'a share of a minute', file: TIMES, find: 'Math.max(LEAST_SECONDS,', replace: 'Math.max(0,', ...unit('check/test-times') },
  { guard: 'a share of a twentieth', file: TIMES, find: 'SHARE * total', replace: '0 * total', ...unit('check/test-times') },
  { guard: 'reasons of slow files that say nothing', file: TIMES, find: 'slow: \\S/m', replace: 'slow: /m', ...unit('check/test-times') },
];
