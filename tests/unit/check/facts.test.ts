import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { copiesIn } from '../../../script/check/facts.ts';
import { SHA256 } from '../../../src/contract/digest.ts';
import { ALL_ROLES, BASE_ROLES, GRANTED_ROLES, renderRoles } from '../../../src/database/roles.ts';

it.each([
  ['src/database/install/new.sql', `select array['one_roof_reader', 'one_roof_runtime'];`, 'roles.ts'],
  ['src/governance/a.ts', `const roles = ['one_roof_owner',\n  'one_roof_gateway'];`, 'roles.ts'],
  ['src/governance/a.ts', `if (code === '42501') return;`, 'sqlstates.ts'],
  ['src/governance/a.ts', `if (code === '40P01') return;`, 'sqlstates.ts'],
  ['src/governance/a.ts', `if (code === 'OR072') return;`, 'contract/errors.ts'],
  ['src/app/a.ts', 'const path = `/one-roof/v1/gate`;', 'paths.ts'],
  ['src/app/a.vue', `<script setup>\nconst path = '/one-roof/v1/gate';\n</script>`, 'paths.ts'],
  ['src/cli/a.ts', `process.exitCode = 3;`, 'contract/errors.ts'],
  ['src/cli/a.ts', `const told = { exitCode: 10 };`, 'contract/errors.ts'],
  ['src/seal/a.ts', `process.exit(2);`, 'seal/report.ts'],
  ['src/signing/a.ts', `const DIGEST = /^[0-9a-f]{64}$/;`, 'digest.ts'],
])('%s repeats a fact: %s', (file, text, place) => {
  expect(copiesIn(file, text)).toEqual([expect.stringMatching(new RegExp(`^${file}: .* repeats .*${place}`, 's'))]);
});

it('the place of a fact has it, and comments may name it', () => {
  expect(copiesIn('src/database/sessions/sqlstates.ts', `export const S = { query_canceled: '57014' };`)).toEqual([]);
  expect(copiesIn('src/governance/a.ts', `/** Throws 'OR072', below '/one-roof/v1'. */\nexport const a = 1;`)).toEqual(
    [],
  );
  expect(copiesIn('src/app/a.vue', `<script>\n// as '/one-roof/v1/gate'\n</script>\n<!-- '/one-roof/v1' -->`)).toEqual(
    [],
  );
});

it.each([`const limit = '12345';`, `const port = "5432";`, `grant one_roof_runtime to d; -- 'one_roof_reader'`])(
  '%s repeats nothing',
  (text) => {
    expect(copiesIn('src/governance/a.ts', text)).toEqual([]);
  },
);

it('lists of roles are filled in where SQL names them', () => {
  expect(renderRoles('foreach r in array array[:reading_roles] loop')).toBe(
    `foreach r in array array['one_roof_reader', 'one_roof_runtime'] loop`,
  );
  expect(ALL_ROLES).toEqual(expect.arrayContaining([...BASE_ROLES, ...GRANTED_ROLES]));
  expect(new Set(ALL_ROLES).size).toBe(ALL_ROLES.length);
});

const DATABASE = 'src/database';
const sql = [DATABASE, 'release'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sql'))
    .map((file) => [join(folder, file), readFileSync(join(folder, file), 'utf8')] as const),
);

it('every digest in SQL has the form that the contract says', () => {
  const form = SHA256.source.slice(1, -1);
  const others = sql.flatMap(([file, text]) =>
    [...text.matchAll(/(?:\[[^\]]*\]|\S)\{64\}/g)]
      .filter(([found]) => found !== form)
      .map(([found]) => `${file}: ${found}`),
  );
  expect(others).toEqual([]);
  const whole = sql.flatMap(([file, text]) =>
    [...text.matchAll(/~\*? '(\^?\[0-9a-f\]\{64\}[^']*)'/g)].map(([found, pattern]) => [file, found, pattern] as const),
  );
  expect(whole.length).toBeGreaterThan(15);
  expect(whole.filter(([, found, pattern]) => pattern !== SHA256.source || found.startsWith('~*'))).toEqual([]);
});
