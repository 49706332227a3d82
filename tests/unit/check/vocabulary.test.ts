import { expect, it } from 'vitest';
import { forbiddenWords } from '../../../script/check/vocabulary.ts';

it.each([
  ['src/contract/answers/a.ts', '  owner_gov_code: GovernanceCode,', 'owner'],
  ['docs/openapi.json', '"group_code": {', 'group'],
  ['src/cli/a.ts', "'the owners that nobody stands behind'", 'dead owner'],
  ['src/database/objects/09_requests/a.sql', '-- Guard of votes: cast for a seat.', 'Table rule'],
  ['README.md', '**Whoever** files does not decide.', 'name the person'],
  ['docs/release.md', 'The key has to be pinned.', 'must'],
  ['docs/guards.md', 'What you have to do.', 'must'],
  ['docs/glossary.md', 'a change carried out in one transaction', 'apply'],
  ['docs/gate.md', 'Nobody else carries out a release.', 'apply'],
  ['docs/ratification.md', '5. **Carry it out**', 'apply'],
])('a word of another thing is refused where it is read: %s', (file, line, instead) => {
  expect(forbiddenWords(file, `first\n${line}\n`)).toEqual([
    expect.stringMatching(new RegExp(`^${file}:2: .* is not our word here: ${instead}`)),
  ]);
});

it.each([
  ['docs/decisions/0001-a.md', 'An owner that nobody stands behind.'],
  ['src/governance/a.sql', 'select owner_gov_code, group_code from v_object_cell'],
  ['src/contract/commands.ts', 'proposed_action: PlainJson'],
  ['src/database/objects/11_guards/a.sql', '-- What a guard has to say against a write'],
  ['docs/decisions/0063-vocabulary.md', 'Whoever carries out a release has to be named.'],
  ['docs/schema.md', 'A release is carried out by whoever may.'],
  ['docs/openapi.json', '"description": "It was carried out."'],
  ['docs/cli.md', 'The program has tools; it carries text out of the database.'],
])('the same word is left alone where it is right: %s', (file, line) => {
  expect(forbiddenWords(file, line)).toEqual([]);
});
