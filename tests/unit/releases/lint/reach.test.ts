import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

/** The files of ours that a file imports, at once or later. */
function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8').replace(/^import type .*$/gm, '');
  return [...source.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+\.(?:ts|vue))'/g)].map(([, path = '']) =>
    join(dirname(file), path),
  );
}

/** Every file that can be reached from some. */
function reached(files: readonly string[], seen = new Set<string>()): Set<string> {
  for (const file of files) {
    if (seen.has(file)) continue;
    seen.add(file);
    reached(importsOf(file), seen);
  }
  return seen;
}

it('nothing that Directus loads reaches the parser of PostgreSQL: it is 2 MB, and only the program judges packets', () => {
  const parser = 'src/governance/release/packet/lint/statements.ts';
  const loaded = reached(globSync('src/{hooks,endpoints,operations,modules,panels,interfaces}/**/*.ts'));
  expect(loaded).toContain('src/governance/gate/evaluate-gate.ts');
  expect(loaded).not.toContain(parser);
  expect(reached(['src/governance/release/packet/lint/lint-folder.ts'])).toContain(parser);
});
