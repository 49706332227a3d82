import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { MUTANTS } from '../mutants.ts';

const read = (file: string) => readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');

it('every mutant finds what it takes out, exactly once', () => {
  const lost = MUTANTS.filter(({ file, find }) => read(file).split(find).length !== 2).map(({ guard }) => guard);
  expect(lost).toEqual([]);
});
