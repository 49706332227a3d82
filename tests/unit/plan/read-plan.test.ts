import { describe, expect, it } from 'vitest';
import { isTooDeep, MAX_PLAN_DEPTH } from '../../../src/governance/plan/plan-limits.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';

const GOOD = `# a comment
one_roof: 1
scopes:
  policy: Owns the rules
  audit: Verifies
owners:
  GOV-A: { name: A }
groups:
  GRP-A:
    name: A
    owner: GOV-A
`;

/** Every problem of a plan as `line:column path: message`. */
function problems(source: string): string[] {
  try {
    readPlan(source);
  } catch (error) {
    const { extensions } = error as {
      extensions: { problems: { line: number; column: number; path: string; message: string }[] };
    };
    return extensions.problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
  }
  return [];
}

describe('reading a plan', () => {
  it('fills in what may be left out', () => {
    expect(readPlan(GOOD).plan).toMatchObject({
      ungrouped: [],
      locked: [],
      excluded: [],
      exceptions: {},
      waivers: [],
      expected: {},
      groups: { 'GRP-A': { collections: [], owners: {}, parents: [] } },
    });
  });

  it('tells every error of form with its line', () => {
    const source = `one_roof: 2
scopes:
  "bad scope": x
owners:
  GOV-A: { name: A, colour: red }
groups:
  GRP-A: { name: A, collections: agents }
  GRP-B: {}
waivers:
  - { collection: a, scope: policy, reason: r, until: tomorrow }
surprise: true
`;
    expect(problems(source)).toEqual([
      '1:1 one_roof: expected 1, the version of this format',
      '3:3 scopes.bad scope: a code is 1 to 64 letters, digits, dots, dashes or underscores and starts with a letter or digit',
      '5:21 owners.GOV-A.colour: unknown key colour',
      '7:21 groups.GRP-A.collections: Invalid input: expected array, received string',
      '8:3 groups.GRP-B.name: name is missing',
      '10:48 waivers.0.until: Invalid ISO date',
      '11:1 surprise: unknown key surprise',
    ]);
  });

  it('takes how people prove what they do, and refuses a council that would prove nothing', () => {
    const ratification = (more: string) => `${GOOD}ratification:
  seats: { president: [a@example.org], council: [b@example.org] }
${more}`;
    expect(readPlan(ratification('  profile: council\n')).plan.ratification).toMatchObject({
      methods: ['passkey', 'ssh'],
      vote_proof: 'key',
    });
    expect(
      readPlan(ratification('  profile: two_person\n  vote_proof: session\n  methods: [passkey, password]\n')).plan
        .ratification,
    ).toMatchObject({ methods: ['passkey', 'password'], vote_proof: 'session' });
    expect(problems(ratification('  profile: council\n  vote_proof: session\n  methods: [ssh, password]\n'))).toEqual([
      '15:3 ratification.vote_proof: a council votes with keys: expected key, found session, which whoever may write the tables of Directus can make',
      '16:3 ratification.methods: a council signs with keys: expected passkey and ssh, found password, which proves nothing outside the server that asked for it',
    ]);
    expect(readPlan(ratification('  profile: two_person\n  pinning: enrolled\n')).plan.ratification).toMatchObject({
      pinning: 'enrolled',
    });
    expect(problems(ratification('  profile: council\n  pinning: enrolled\n'))).toEqual([
      '15:3 ratification.pinning: the keys of a council are named in the trust file: expected file, found enrolled, which two people may confirm to each other',
    ]);
    expect(problems(ratification('  profile: council\n  vote_proof: word\n'))).toEqual([
      '15:3 ratification.vote_proof: expected key or session',
    ]);
  });

  it('refuses texts that cannot be stored, and names that mean something else', () => {
    expect(
      problems(
        `${GOOD}    folder: "a\\0b"\nexceptions:\n  __proto__: { policy: GOV-A }\n  "\\uD800": { policy: GOV-A }\n`,
      ),
    ).toEqual([
      '12:13 : a text contains a character that cannot be stored',
      '14:3 : __proto__ cannot be a name in a plan',
      '15:3 : a text contains a character that cannot be stored',
    ]);
  });

  it('takes names that every object has for what they are: not defined', () => {
    const source = `${GOOD.replace('owner: GOV-A', 'owner: constructor')}    owners: { toString: valueOf }\n    parents: [hasOwnProperty]\n`;
    expect(problems(source).map((problem) => problem.replace(/^[^ ]+ /, ''))).toEqual([
      'groups.GRP-A.owner: owner constructor is not defined under owners',
      'groups.GRP-A.owners.toString: scope toString is not defined under scopes',
      'groups.GRP-A.owners.toString: owner valueOf is not defined under owners',
      'groups.GRP-A.parents.0: group hasOwnProperty is not defined under groups',
    ]);
  });

  it('refuses groups inside one another that are too deep to climb, and tells circles apart from them', () => {
    const chain = (length: number) =>
      Array.from(
        { length },
        (_, index) => `  G${index}: { name: g, parents: [${index + 1 < length ? `G${index + 1}` : ''}] }\n`,
      ).join('');
    expect(problems(GOOD + chain(63))).toEqual([]);
    expect(problems(GOOD + chain(64))).toEqual([
      '12:28 groups.G0.parents.0: group G0 would be contained more than 63 levels deep',
    ]);
    const circle =
      '  GRP-B: { name: B, parents: [GRP-C] }\n  GRP-C: { name: C, parents: [GRP-B] }\n  GRP-D: { name: D, parents: [GRP-B] }\n';
    expect(problems(GOOD + circle).map((problem) => problem.replace(/^[^ ]+ /, ''))).toEqual([
      'groups.GRP-B.parents.0: group GRP-B would contain itself through GRP-C',
      'groups.GRP-C.parents.0: group GRP-C would contain itself through GRP-B',
    ]);
  });

  it('tells every syntax error with its line', () => {
    expect(problems('one_roof: 1\nscopes: { a: b\nowners: [x, y}\n').map((problem) => problem.split(':')[0])).toEqual([
      '3',
      '3',
    ]);
    expect(problems('a: 1\na: 2\n')).toEqual(['2:1 : Map keys must be unique']);
  });

  it('tells every contradiction with its line', () => {
    const source = `${GOOD}    owners: { render: GOV-A, audit: GOV-B }
    parents: [GRP-C, GRP-NOPE]
  GRP-B: { name: B, folder: f, parents: [GRP-A], owner: GOV-C }
  GRP-C: { name: C, folder: f, parents: [GRP-B] }
exceptions: { agents: { nope: GOV-D } }
waivers:
  - { collection: a, scope: policy, reason: r, until: 2999-01-01 }
  - { collection: a, scope: policy, reason: r, until: 2999-01-01 }
  - { collection: a, scope: none, reason: r, until: 2999-01-01 }
`;
    expect(problems(source)).toEqual([
      '12:15 groups.GRP-A.owners.render: scope render is not defined under scopes',
      '12:30 groups.GRP-A.owners.audit: owner GOV-B is not defined under owners',
      '13:15 groups.GRP-A.parents.0: group GRP-A would contain itself through GRP-C',
      '13:22 groups.GRP-A.parents.1: group GRP-NOPE is not defined under groups',
      '14:42 groups.GRP-B.parents.0: group GRP-B would contain itself through GRP-A',
      '14:50 groups.GRP-B.owner: owner GOV-C is not defined under owners',
      '15:21 groups.GRP-C.folder: folder f is already the folder of group GRP-B',
      '15:42 groups.GRP-C.parents.0: group GRP-C would contain itself through GRP-B',
      '16:25 exceptions.agents.nope: scope nope is not defined under scopes',
      '16:25 exceptions.agents.nope: owner GOV-D is not defined under owners',
      '19:5 waivers.1: a × policy is waived twice',
      '20:22 waivers.2.scope: scope none is not defined under scopes',
    ]);
  });

  it.each([
    ['nothing', ''],
    ['a number', '7'],
    ['a list', '- a'],
    ['a text', 'hello'],
  ])('refuses %s', (_title, source) => {
    expect(problems(source)).not.toEqual([]);
  });

  it('refuses a document that aliases blow up, in no time', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`)
      .join('\n')}\n`;
    expect(problems(bomb)).toEqual([expect.stringContaining('Excessive alias count')]);
  });

  it.each([
    ['too many characters', '#'.repeat(900_001), 'a plan has at most 900,000 characters, this one has 900,001'],
    ['brackets', '['.repeat(800_000), 'a plan is nested at most 20 levels deep'],
    ['dashes', '- '.repeat(400_000), 'a plan is nested at most 20 levels deep'],
    ['lines', '\n'.repeat(800_000), 'a plan has at most 200,000 lines'],
    ['keys', 'a:\n'.repeat(150_000), 'a plan has at most 100,000 keys and values'],
    ['commas', `[${','.repeat(800_000)}]`, 'a comma stands where a value is expected'],
    ['values of nothing', `[${'a,,'.repeat(250_000)}]`, 'a comma stands where a value is expected'],
  ])('names its limit before it parses: %s', (_what, source, limit) => {
    const [problem = '', ...more] = problems(source);
    expect(problem).toContain(limit);
    expect(more).toEqual([]);
  });

  it('tells a hundred of many problems, in their order, each at its place', () => {
    const source = `${GOOD}${Array.from({ length: 5000 }, (_, n) => `unknown_${n}: 1`).join('\n')}\n`;
    const told = problems(source);
    expect(told).toHaveLength(100);
    expect(told[0]).toMatch(/^12:1 unknown_0: unknown key/);
    expect(told[99]).toMatch(/^111:1 unknown_99: /);
  });

  it('measures how deep something is nested that came as JSON', () => {
    const nested = (levels: number): unknown => Array.from({ length: levels }).reduce<unknown>((inner) => [inner], 1);
    expect([
      isTooDeep(nested(MAX_PLAN_DEPTH)),
      isTooDeep(nested(MAX_PLAN_DEPTH + 2)),
      isTooDeep(nested(100_000)),
    ]).toEqual([false, true, true]);
  });

  it('does not touch prototypes', () => {
    expect(problems(`${GOOD}__proto__: { polluted: true }\n`)).not.toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
