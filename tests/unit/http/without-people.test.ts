import { expect, it } from 'vitest';
import { z } from 'zod';
import { personal, prose } from '../../../src/contract/personal.ts';
import { answerWithoutPeople, withoutPeople } from '../../../src/endpoints/one-roof/without-people.ts';
import { ROUTES } from '../../../src/contract/routes.ts';

const Answer = z.object({
  person: personal(z.string()).describe('Who.'),
  user: personal(z.uuid().nullable()),
  who: z.array(personal(z.string())),
  fix: prose().nullable().describe('What to do.'),
  list: z.array(z.object({ what: prose(), code: z.string() })),
  later: prose().optional(),
});

it('is without people and paths where the schema says so, and as it was elsewhere', () => {
  const answer = {
    person: 'president',
    user: '00000000-0000-4000-8000-000000000000',
    who: ['a@example.com', 'b'],
    fix: 'Add "a+b@sub.example.com" (vote of c@example.com; d@e) to /srv/cms/one-roof.trust: it ends.',
    list: [{ what: 'x@y namespaces="one-roof" ssh-ed25519 AAAA', code: 'a@b' }],
    further: 'a@b',
  };
  expect(withoutPeople(Answer, answer, ['/srv/cms/one-roof.trust'])).toEqual({
    person: '…',
    user: null,
    who: [],
    fix: 'Add "…" (vote of …; …) to …: it ends.',
    list: [{ what: '… namespaces="one-roof" ssh-ed25519 AAAA', code: 'a@b' }],
    further: 'a@b',
  });
  expect(withoutPeople(Answer, { ...answer, user: null, fix: null }, [])).toMatchObject({ user: null, fix: null });
});

it('is so in objects, rows and pages', () => {
  const write = { user_id: '00000000-0000-4000-8000-000000000000', collection: 'agents' };
  expect(answerWithoutPeople(ROUTES.writes, { rows: [write], next: 'x' }, [])).toEqual({
    rows: [{ user_id: null, collection: 'agents' }],
    next: 'x',
  });
  const rows = { ...ROUTES.writes, answers: 'rows' } as const;
  expect(answerWithoutPeople(rows, [write], [])).toEqual([{ user_id: null, collection: 'agents' }]);
});
