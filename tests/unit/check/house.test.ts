import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findOffences, houseComplaints } from '../../../script/check/house.ts';
import type { Offences } from '../../../script/check/house.ts';

const NONE: Offences = { lines: {}, columns: {}, files: {}, openings: {}, writes: {} };

const lines = (count: number) => 'x\n'.repeat(count);
const flat = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`src/flat/${index}.json`, '{}']));

describe('a long file', () => {
  it.each([
    ['src/a.ts', '// long: one table of routes\n'],
    ['src/a.mjs', '// long: one table of routes\n'],
    ['src/a.sql', '-- long: one view\n'],
    ['src/a.vue', '<!-- long: one form -->\n'],
  ])('%s has at most 300 lines, or a reason', (file, reason) => {
    expect(measure({ [file]: lines(300) })).toEqual(NONE);
    expect(measure({ [file]: lines(301) })).toEqual({ ...NONE, lines: { [file]: 1 } });
    expect(measure({ [file]: `${reason}${lines(400)}` })).toEqual(NONE);
  });

  it('needs a reason that says something, in its first line', () => {
    expect(measure({ 'src/a.ts': `// long: \n${lines(400)}` }).lines).toEqual({ 'src/a.ts': 101 });
    expect(measure({ 'src/a.ts': `\n// long: one table\n${lines(400)}` }).lines).toEqual({ 'src/a.ts': 102 });
  });

  it('is source: data may be long', () => {
    expect(measure({ 'demo/a.json': lines(400) })).toEqual(NONE);
  });
});

describe('a line of SQL', () => {
  const line = (columns: number) => `${'x'.repeat(columns)}\n`;

  it.each(['src/governance/a.sql', 'src/database/objects/01_a/a.sql', 'release/tiers/10_a/apply/a.sql'])(
    'has at most 120 columns, code and comments alike: %s',
    (file) => {
      expect(measure({ [file]: line(120) + line(120) })).toEqual(NONE);
      expect(measure({ [file]: `${line(121)}-- ${line(118)}` })).toEqual({ ...NONE, columns: { [file]: 2 } });
    },
  );

  it('may be longer by one literal of 60 characters, but not by many', () => {
    const file = 'src/governance/a.sql';
    expect(measure({ [file]: `raise exception '${'x'.repeat(58)}'${line(60)}` })).toEqual(NONE);
    expect(measure({ [file]: `raise exception '${'x'.repeat(57)}'${line(60)}` }).columns).toEqual({ [file]: 1 });
    expect(measure({ [file]: `${"'xxxx', ".repeat(20)}\n` }).columns).toEqual({ [file]: 1 });
  });

  it('stays as it is where it is frozen', () => {
    expect(measure({ 'src/database/schema/0001_a/a.sql': line(200), 'tests/a.sql': line(200) })).toEqual(NONE);
  });
});

describe('a flat folder', () => {
  it('has at most 15 files, or a reason', () => {
    expect(measure(flat(15))).toEqual(NONE);
    expect(measure(flat(17))).toEqual({ ...NONE, files: { 'src/flat': 2 } });
    expect(measure({ ...flat(17), 'src/flat/README.md': '# Flat\n\nFlat: one file per route.\n' })).toEqual(NONE);
  });

  it('counts neither its README nor the files of its folders', () => {
    const inFolders = { 'src/flat/one/a.ts': '', 'src/flat/two/a.ts': '' };
    expect(measure({ ...flat(15), ...inFolders, 'src/flat/README.md': '# Flat\n' })).toEqual(NONE);
  });
});

describe('a comment', () => {
  it.each(['What', 'Who', 'Whoever', 'Whatever', 'Where', 'Whether'])('does not begin with %s', (word) => {
    expect(measure({ 'src/a.ts': `/** ${word} it is. */\nconst a = 1;\n` }).openings).toEqual({ 'src/a.ts': 1 });
    expect(measure({ 'src/a.vue': `/**\n * ${word} it is.\n */\n` }).openings).toEqual({ 'src/a.vue': 1 });
    expect(measure({ 'src/a.sql': `COMMENT ON TABLE a IS '${word} it is.';\n` }).openings).toEqual({ 'src/a.sql': 1 });
    expect(measure({ 'src/a.sql': `comment on column a.b is\n  '${word} it is.';\n` }).openings).toEqual({
      'src/a.sql': 1,
    });
  });

  it.each(['The person who decides.', 'Whole numbers.', 'Rejects callers.', 'Whose it is.'])(
    'may begin so: %s',
    (text) => {
      expect(measure({ 'src/a.ts': `/** ${text} */\n`, 'src/a.sql': `comment on table a is '${text}';\n` })).toEqual(
        NONE,
      );
    },
  );

  it('is each counted', () => {
    const comments = ['What', 'Who'].map((word) => `/** ${word} it is. */\n`);
    expect(measure({ 'src/a.ts': comments.join('') }).openings).toEqual({ 'src/a.ts': 2 });
  });
});

describe('a statement that writes', () => {
  it.each([
    'insert into approval_requests (code) values ($1)',
    'INSERT INTO "one_roof"."approval_requests" default values',
    'insert into ${TABLES[kind]} (reason) values ($1)',
    'update approval_requests set withdrawn_at = now()',
    'update governance_release r\n  set request_code = $2',
    'update only ${table} as t set mode = $1',
    'delete from governance_write_rule where true',
    'merge into governance_enforcement using',
  ])('stands beside the tables, not in TypeScript: %s', (statement) => {
    const text = `await session.query(\`${statement}\`);\n`;
    expect(measure({ 'src/governance/a.ts': text })).toEqual({ ...NONE, writes: { 'src/governance/a.ts': 1 } });
    expect(measure({ 'src/governance/a.sql': statement }).writes).toEqual({ 'src/governance/a.sql': 1 });
    expect(measure({ 'src/database/a.ts': text }).writes).toEqual({ 'src/database/a.ts': 1 });
    expect(measure({ 'src/database/objects/01_a/a.sql': statement, 'tests/a.ts': text, 'bench/a.ts': text })).toEqual(
      NONE,
    );
  });

  it.each([
    'select file_request($1)',
    'insert into directus_activity (action) values ($1)',
    'select from a for update skip locked',
    'The update of this page is set.',
  ])('is none: %s', (statement) => {
    expect(measure({ 'src/governance/a.ts': `\`${statement}\`;\n` })).toEqual(NONE);
  });
});

it('each thing over a rule is told with what to do', () => {
  const found: Offences = {
    lines: { 'src/a.ts': 11 },
    columns: { 'src/a.sql': 3 },
    files: { src: 1 },
    openings: { 'src/b.ts': 2 },
    writes: { 'src/c.ts': 1 },
  };
  expect(houseComplaints(found)).toEqual([
    'src/a.ts: 11 lines over 300: split it, or begin it with a comment "long: REASON"',
    'src/a.sql: 3 lines over 120 columns: break them; a literal of 60 characters may be longer',
    'src: 1 files over 15: give it rooms, or its README.md a line "Flat: REASON"',
    expect.stringMatching(
      /^src\/b\.ts: 2 comments that begin with What, .*: begin with a noun or a third-person verb$/,
    ),
    'src/c.ts: 1 statements that write our tables: call a function of src/database/objects',
  ]);
});

function measure(files: Record<string, string>): Offences {
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-house-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return findOffences(folder, Object.keys(files));
}
