import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { roomCycles } from '../../../script/check/room-cycles.ts';

it('a circle of rooms is named, with an import that closes it', () => {
  // As it once was: sessions asked for the version, which was in the list of migrations, which made sessions.
  expect(
    cyclesOf({
      'src/database/sessions/classes.ts': `import { version } from '../version.ts';\n`,
      'src/database/version.ts': `import { migrations } from './install/migrations.ts';\n`,
      'src/database/install/migrations.ts': `import { sessionOf } from '../sessions/knex-sessions.ts';\n`,
      'src/database/sessions/knex-sessions.ts': '',
    }),
  ).toEqual([
    'src/database: install, sessions, version.ts import each other in a circle, by ' +
      'src/database/sessions/classes.ts → src/database/version.ts and others: move what they share',
  ]);
});

it.each([
  ['a re-export', `export { b } from '../b/b.ts';\n`],
  ['a list over several lines', `import {\n  b,\n} from '../b/b.ts';\n`],
  ['an import for its effect', `import '../b/b.ts';\n`],
  ['an import when it is needed', `const page = () => import('../b/b.ts');\n`],
])('%s closes a circle', (_, text) => {
  expect(cyclesOf({ 'src/x/a/a.ts': text, 'src/x/b/b.ts': `import { a } from '../a/a.ts';\n` })).toHaveLength(1);
});

it('rooms may depend one way, and their files on each other', () => {
  expect(
    cyclesOf({
      'src/x/a/a.ts': `import { other } from './other.ts';\nimport { b } from '../b/b.ts';\n`,
      'src/x/a/other.ts': `import { b } from '../b/b.ts';\n`,
      'src/x/b/b.ts': `import { c } from '../c/c.ts';\n`,
      'src/x/c/c.ts': '',
    }),
  ).toEqual([]);
});

it('types may go back', () => {
  expect(
    cyclesOf({
      'src/x/a/a.ts': `import { b } from '../b/b.ts';\n`,
      'src/x/b/b.ts': `import type { A } from '../a/a.ts';\nexport type { A } from '../a/a.ts';\n`,
    }),
  ).toEqual([]);
});

it('two circles of one folder are two', () => {
  const both = (one: string, other: string) => ({
    [`src/x/${one}/one.ts`]: `import { other } from '../${other}/other.ts';\n`,
    [`src/x/${other}/other.ts`]: `import { one } from '../${one}/one.ts';\n`,
  });
  expect(cyclesOf({ ...both('a', 'b'), ...both('c', 'd') })).toHaveLength(2);
});

function cyclesOf(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-rooms-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return roomCycles(folder, Object.keys(files));
}
