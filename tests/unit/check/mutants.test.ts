import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ProvenMutants } from '../../../script/check/proven-mutants.ts';
import { MUTANTS } from '../../mutants/index.ts';

const read = (file: string) => readFileSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url)), 'utf8');

it('every mutant finds what it takes out, exactly once', () => {
  const lost = MUTANTS.filter(({ file, find }) => read(file).split(find).length !== 2).map(({ guard }) => guard);
  expect(lost).toEqual([]);
});

it('no two mutants have the same name', () => {
  const names = MUTANTS.map(({ guard }) => guard);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

describe('what was proven', () => {
  const MUTANT = {
    guard: 'a',
    file: 'guard.sql',
    find: 'x',
    replace: 'y',
    project: 'unit',
    test: 'tests/a.test.ts',
  } as const;
  const FILES = {
    'guard.sql': 'x',
    'tests/a.test.ts':
      "import { help } from './harness/help.ts';\nimport { it } from 'vitest';\nimport '../src/elsewhere.ts';",
    'tests/harness/help.ts': 'export const help = 1;',
  };

  it.each(Object.keys(FILES))('is proven no more when %s changes', (changed) => {
    const project = folderOf(FILES);
    new ProvenMutants(project).add(MUTANT, project, [MUTANT]);
    expect(new ProvenMutants(project).has(MUTANT)).toBe(true);
    appendFileSync(join(project, changed), '\nfunction added() {}\n');
    expect(new ProvenMutants(project).has(MUTANT)).toBe(false);
  });

  it('stays proven when comments, layout or the places of imported files change', () => {
    const project = folderOf(FILES);
    new ProvenMutants(project).add(MUTANT, project, [MUTANT]);
    writeFileSync(join(project, 'guard.sql'), '-- a comment\n  x\n  ');
    appendFileSync(join(project, 'tests/harness/help.ts'), '\n/** A comment. */');
    const test = FILES['tests/a.test.ts'].replace('../src/elsewhere.ts', '../src/room/elsewhere.ts');
    writeFileSync(join(project, 'tests/a.test.ts'), `// A comment.\n${test}`);
    expect(new ProvenMutants(project).has(MUTANT)).toBe(true);
  });

  it('is what was tried, not what the files are meanwhile', () => {
    const project = folderOf(FILES);
    new ProvenMutants(project).add(MUTANT, folderOf({ ...FILES, 'tests/a.test.ts': 'another' }), [MUTANT]);
    expect(new ProvenMutants(project).has(MUTANT)).toBe(false);
  });

  it('is proven no more when the mutant changes, and is forgotten with it', () => {
    const project = folderOf(FILES);
    new ProvenMutants(project).add(MUTANT, project, [MUTANT]);
    expect(new ProvenMutants(project).has({ ...MUTANT, replace: 'z' })).toBe(false);
    new ProvenMutants(project).add({ ...MUTANT, guard: 'b' }, project, [{ ...MUTANT, guard: 'b' }]);
    expect(new ProvenMutants(project).has(MUTANT)).toBe(false);
  });
});

function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-proven-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}
