import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/governance/release/packet/lint/finding.ts';
import { lintPacket } from '../../../../src/governance/release/packet/lint/lint-packet.ts';
import type { LintInput } from '../../../../src/governance/release/packet/lint/lint-packet.ts';
import { FORBIDDEN_TOKENS } from '../../../../src/governance/release/packet/lint/rules/40-forbidden-token.ts';
import { packet, SEED, seedWith } from './packet.ts';

const VERIFY = 'release/90_verify.sql';
const ROLLBACK = 'release/rollback/30_ownership_seed.sql';
const own = (text: string) => ({ [SEED]: text });
const plan = readFileSync(new URL('../../../../demo/plan.yaml', import.meta.url), 'utf8');
const check = `do $$ begin assert true; end $$;`;
const guard = 'select assert_release_target();';

/** Findings of the rules, as `rule file:line`. */
async function said(input: LintInput): Promise<string[]> {
  return (await lintPacket(input)).map(({ rule, file, line }) => `${rule} ${file}${line === null ? '' : `:${line}`}`);
}
/** True if a rule finds something. */
async function says(rule: Finding['rule'], input: LintInput): Promise<boolean> {
  return (await lintPacket(input)).some((finding) => finding.rule === rule);
}

it('finds nothing in a packet that is as it should be', async () => {
  expect(await lintPacket(packet())).toEqual([]);
});

it('says what, where, what was expected and what to do', async () => {
  const findings = await lintPacket(packet({ [VERIFY]: `\n\ntruncate one_roof.governance_registry;\n${check}` }));
  const finding = findings.find(({ rule }) => rule === 'missing_guard');
  expect(finding).toMatchObject({ file: VERIFY, line: 3 });
  for (const text of ['message', 'expected', 'found', 'fix'] as const) expect(finding?.[text]).not.toBe('');
});

describe('destructive_statement', () => {
  const rule = 'destructive_statement';
  it.each([
    ['drop table one_roof.governance_plan;'],
    ['drop role one_roof_reader;'],
    ['delete from one_roof.governance_plan where id = 1;'],
    ['with gone as (delete from a where b returning 1) select * from gone;'],
    ['merge into a using b on a.i = b.i when matched then delete;'],
    ['truncate one_roof.governance_plan;'],
    ['alter table a drop column b;'],
    ['update a set b = 1;'],
    ['alter table a disable trigger user;'],
    ['alter table a disable row level security;'],
    ['set session_replication_role = replica;'],
    ['set local session_replication_role = replica;'],
    [`select pg_catalog.set_config('Session_Replication_Role', 'replica', true);`],
    [`copy a from program 'id';`],
    [`copy a to '/tmp/a';`],
    [`select dblink_exec('x', 'y');`],
    ['do $x$ begin if true then delete from a where b; end if; end $x$;'],
    [`do $x$ begin execute 'drop table a'; end $x$;`],
    ['do $x$ declare n int := (select 1); begin update a set b = n; exception when others then null; end $x$;'],
    ['create function pg_temp.f() returns void language sql as $x$ truncate a $x$;'],
    ['create function pg_temp.f() returns void language plpgsql as $x$ begin truncate a; end $x$;'],
  ])('refuses %s', async (statement) => {
    expect(await said(packet(seedWith(statement)))).toContain(`${rule} ${SEED}:6`);
  });

  it.each([
    ['update a set b = 1 where c;'],
    [`set local lock_timeout = '1s';`],
    [`select set_config('one_roof.reason', 'r', true);`],
  ])('lets %s pass', async (statement) => {
    expect(await says(rule, packet(seedWith(statement)))).toBe(false);
  });

  it('lets a rollback take away by key, but no more', async () => {
    const inRollback = (statement: string) => says(rule, packet({ [ROLLBACK]: statement }));
    expect(await inRollback('delete from a where b; drop view v; truncate t;')).toBe(false);
    expect(await inRollback('delete from a;')).toBe(true);
    expect(await inRollback('alter table a disable trigger all; delete from a where b;')).toBe(true);
  });
});

describe('unparsable_statement', () => {
  it.each([
    ['selec 1;', 6],
    [`do $x$ begin\n  delet from a; end $x$;`, 6],
    [`do $x$ begin\n  execute format('drop table %I', 'a'); end $x$;`, 7],
    ['do language plpython3u $x$ import os $x$;', 6],
  ])('%s', async (statement, line) => {
    const found = (await said(packet(seedWith(statement)))).filter((one) => one.startsWith('unparsable'));
    expect(found).toEqual([`unparsable_statement ${SEED}:${line}`]);
  });

  it('bytes that are not UTF-8', async () => {
    const input = packet();
    const broken = { ...input, files: new Map([...input.files, [VERIFY, Buffer.from([0x2d, 0x2d, 0xff])]]) };
    expect(await says('unparsable_statement', broken)).toBe(true);
  });
});

describe('transaction_control', () => {
  it.each([
    ['begin;'],
    ['commit;'],
    ['savepoint a;'],
    ['rollback;'],
    ['\\ir other.sql'],
    [`select :'variable';`],
    ['do $x$ begin commit; end $x$;'],
  ])('refuses %s in a tier', async (statement) =>
    expect(await said(packet(seedWith(statement)))).toContain(`transaction_control ${SEED}:6`),
  );

  it('leaves 99_run_all.sql alone, which is not a tier', async () => {
    expect(await said(packet({ 'release/99_run_all.sql': 'begin;\n\\ir 00_preflight.sql\ncommit;' }))).toEqual([]);
  });
});

describe('missing_guard', () => {
  const write = 'insert into a values (1);';
  it.each([
    ['no call', `${write} ${check}`],
    ['after the write', `${write} ${guard} ${check}`],
    ['in a branch', `do $$ begin if false then perform assert_release_target(); end if; end $$; ${write} ${check}`],
    [
      'where errors are caught',
      `do $$ begin perform assert_release_target(); exception when others then null; end $$; ${write} ${check}`,
    ],
    [
      'in a function that nobody calls',
      `create function f() returns void language sql as $$ ${guard} $$; ${write} ${check}`,
    ],
  ])('%s', async (_title, text) => expect(await says('missing_guard', packet(own(text)))).toBe(true));

  it.each([
    ['a call', `${guard} ${write} ${check}`],
    [
      'a call in a block',
      `do $$ begin perform one_roof.assert_release_target(); insert into a values (1); assert true; end $$;`,
    ],
  ])('%s is enough', async (_title, text) => expect(await says('missing_guard', packet(own(text)))).toBe(false));
});

describe('missing_rollback', () => {
  it('no file, a file that is not there, a file that does nothing', async () => {
    const rollback = (to: string | null) => packet({}, ({ tiers }) => (tiers[1]!.rollback = to));
    expect(await said(rollback(null))).toEqual([`missing_rollback ${SEED}`]);
    expect(await said(rollback('rollback/nothing.sql'))).toEqual([`missing_rollback ${SEED}`]);
    expect(await said(packet({ [ROLLBACK]: 'select count(*) from a;' }))).toEqual([`missing_rollback ${SEED}`]);
    expect(await said(packet({ [ROLLBACK]: `select one_roof.take_back('REL-1');` }))).toEqual([]);
  });
});

describe('missing_assertion', () => {
  it.each([
    ['none', `${guard} insert into a values (1);`, true],
    ['before the last write', `${guard} ${check} insert into a values (1);`, true],
    ['the guard alone', `insert into a values (1); ${guard}`, true],
    ['a notice', `${guard} insert into a values (1); do $$ begin raise notice 'done'; end $$;`, true],
    ['a call', `${guard} insert into a values (1); select assert_figures();`, false],
    ['an exception', `${guard} insert into a values (1); do $$ begin if false then raise 'no'; end if; end $$;`, false],
  ])('%s', async (_title, text, missing) => expect(await says('missing_assertion', packet(own(text)))).toBe(missing));
});

describe('lock_level', () => {
  it.each([
    ['lock table a;', true],
    ['lock table a in access exclusive mode;', true],
    ['lock table a in exclusive mode;', true],
    ['lock table a in share row exclusive mode;', false],
    ['alter table a add column b int;', true],
    ['alter table a add constraint c foreign key (b) references d not valid;', false],
    ['alter table a validate constraint c;', false],
    ['alter table a rename to b;', true],
    ['create table a (b int); alter table one_roof.a add column c int;', false],
    ['create index on a (b);', false],
    ['reindex table a;', true],
    ['do $x$ begin lock table a; end $x$;', true],
  ])('%s', async (statement, tooStrong) =>
    expect(await says('lock_level', packet(seedWith(statement)))).toBe(tooStrong),
  );
});

describe('forbidden_token', () => {
  const found = async (files: Record<string, string>) =>
    (await lintPacket(packet(files))).filter(({ rule }) => rule === 'forbidden_token');

  it('every one of the list, whole, in output that is accepted', async () => {
    expect(FORBIDDEN_TOKENS).toHaveLength(12);
    const text = `${FORBIDDEN_TOKENS.join('\n')}\n`;
    expect((await found({ 'README.md': text })).map(({ found: token }) => token)).toEqual(FORBIDDEN_TOKENS);
  });

  it.each([
    ['what SQL selects', { [VERIFY]: `select 'CUTOVER done'; ${check}` }, true],
    ['what SQL notes', { [VERIFY]: `do $$ begin raise notice 'REAL_RUN %', 1; assert true; end $$;` }, true],
    ['what a script prints', { 'execute.sh': `echo "PERMIT_GRANTED"\n` }, true],
    ['a message of refusal', { [VERIFY]: `do $$ begin raise exception 'no CUTOVER'; end $$;` }, false],
    ['a comment', { [VERIFY]: `-- no CUTOVER\n${check}`, 'execute.sh': '# CUTOVER\n' }, false],
    ['what a script says on stderr', { 'execute.sh': `echo "no CUTOVER" >&2\n` }, false],
    [
      'other words and other letters',
      { 'README.md': 'cutover ACTIVATIONS AUTHORIZE_PRODUCTION_EXECUTION CUTOVER_' },
      false,
    ],
  ])('%s', async (_title, files, forbidden) => expect((await found(files)).length > 0).toBe(forbidden));
});

describe('dead_owner and scope_without_owner', () => {
  it('name the line of the plan, for owners that the plan gives something to', async () => {
    const deadOwners = [
      { owner: 'GOV-DOT', reason: 'no_active_user' },
      { owner: 'GOV-GONE', reason: 'retired' },
    ];
    const line = (start: string) => plan.split('\n').findIndex((text) => text.startsWith(start)) + 1;
    expect(await said(packet({}, undefined, { deadOwners }))).toEqual([
      `dead_owner plan.yaml:${line('  GRP-AI') + 3}`,
      `dead_owner plan.yaml:${line('  GRP-WORKFLOW') + 3}`,
    ]);
    const scopesWithoutOwner = [{ scope: 'audit', cells: 35 }];
    expect(await said(packet({}, undefined, { scopesWithoutOwner }))).toEqual([
      `scope_without_owner plan.yaml:${line('  audit')}`,
    ]);
  });
});

describe('count_mismatch', () => {
  const mismatches = async (...change: Parameters<typeof packet>) =>
    (await lintPacket(packet(...change)))
      .filter(({ rule }) => rule === 'count_mismatch')
      .map(({ message }) => message.replace(/.*: /, ''));

  it('in the plan', async () => {
    expect(
      await mismatches({ 'plan.yaml': plan.replace('anchors: 30', 'anchors: 31').replace('cells: 210', 'cells: 211') }),
    ).toEqual(['expected.cells', 'expected.anchors']);
  });

  it('from tier to tier, and to what the plan says', async () => {
    expect(await mismatches({}, ({ tiers }) => (tiers[2]!.expected['own'] = { from: 29, to: 30 }))).toEqual([
      'owner rows of tier 8',
      'own before tier 8',
    ]);
    expect(await mismatches({}, ({ tiers }) => (tiers[2]!.expected['gap']!.to = 1))).toEqual(['gap at the end']);
    expect(
      await mismatches({}, (document) => ((document.kind = 'change'), (document.tiers[2]!.expected['gap']!.to = 1))),
    ).toEqual([]);
  });

  it('in the data of a tier', async () => {
    const rows = (count: number) =>
      Array.from({ length: count }, () => `('group', 'GRP-AI', 'audit', 'GOV-DOT')`).join();
    const seed = (count: number) =>
      own(`${guard} insert into one_roof.governance_object_ownership values ${rows(count)}; ${check}`);
    expect(await mismatches(seed(30))).toEqual([]);
    expect(await mismatches(seed(29))).toEqual(['owner rows of tier 3']);
    expect(await mismatches(own(`${guard} insert into o select * from somewhere; ${check}`))).toEqual([
      'owner rows of tier 3',
    ]);
  });
});

describe('tiers_document', () => {
  it('missing, of another form, or not about these files', async () => {
    const input = packet();
    const without = new Map([...input.files].filter(([path]) => path !== 'tiers.json'));
    expect(await said({ ...input, files: without })).toEqual(['tiers_document tiers.json']);
    expect(await said({ ...input, files: new Map([...without, ['tiers.json', Buffer.from('{')]]) })).toEqual([
      'tiers_document tiers.json',
    ]);
    expect(await said({ ...input, files: new Map([...input.files, [VERIFY, Buffer.from(check)]]) })).toEqual([
      `tiers_document ${VERIFY}`,
    ]);
    expect(await said(packet({}, ({ tiers }) => (tiers[0]!.file = 'release/absent.sql')))).toEqual([
      'tiers_document release/absent.sql',
    ]);
  });
});
