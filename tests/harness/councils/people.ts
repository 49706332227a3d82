import { randomUUID } from 'node:crypto';
import type { TestDatabase } from '../test-database.ts';

/** People of the tests, by the local part of their e-mail. `clerk` holds no seat: they file requests. */
const PEOPLE = ['president', 'council-1', 'council-2', 'council-3', 'clerk', 'assistant'] as const;
export type Person = (typeof PEOPLE)[number];

const FILERS = ['council-3', 'clerk'] as const satisfies readonly Person[];

export const emailOf = (person: string) => `${person}@example.com`;

export interface SeatOptions {
  profile?: 'two_person' | 'council';
  methods?: string[];
  seated?: boolean;
  voteProof?: 'key' | 'session';
  pinning?: 'file' | 'enrolled';
  /** With two people: who holds a seat of the council. */
  council?: Person[];
}

/** Makes the users and signs them in; seats them, unless told not to. `assistant` is an AI with a static token. */
export async function seatPeople(
  db: Pick<TestDatabase, 'sql'>,
  {
    profile = 'council',
    methods,
    seated = true,
    voteProof = 'key',
    pinning = 'file',
    council = ['council-1'],
  }: SeatOptions = {},
): Promise<Record<Person, string>> {
  const ids = Object.fromEntries(PEOPLE.map((person) => [person, randomUUID()])) as Record<Person, string>;
  const people = PEOPLE.map((person) => ({ id: ids[person], email: emailOf(person), person }));
  await db.sql(
    `with role as (insert into directus_roles (id, name) values (gen_random_uuid(), 'Ratifiers') returning id),
     users as (
       insert into directus_users (id, email, first_name, last_name, role, status, token)
       select (p ->> 'id')::uuid, p ->> 'email', initcap(p ->> 'person'), 'Test', (select id from role), 'active', 'token-' || (p ->> 'person')
       from jsonb_array_elements($1::jsonb) p returning id)
     insert into directus_sessions (token, "user", expires)
       select 'session-' || (p ->> 'person'), (p ->> 'id')::uuid, now() + interval '1 day'
       from jsonb_array_elements($1::jsonb) p join users on users.id = (p ->> 'id')::uuid`,
    [JSON.stringify(people)],
  );
  // Who holds no seat and files all the same is an administrator of Directus.
  await db.sql(
    `with policy as (insert into directus_policies (id, name, admin_access) values (gen_random_uuid(), 'Filers', true) returning id)
     insert into directus_access (id, "user", policy) select gen_random_uuid(), u::uuid, policy.id from policy, unnest($1::text[]) u`,
    [FILERS.map((person) => ids[person])],
  );
  if (seated) {
    const ratification = {
      profile,
      methods: methods ?? (profile === 'council' ? ['passkey', 'ssh'] : ['passkey', 'ssh', 'password']),
      cooling_hours: 72,
      vote_proof: voteProof,
      pinning,
      seats:
        profile === 'council'
          ? {
              president: [emailOf('president')],
              council: ['council-1', 'council-2'].map(emailOf),
              ai_council: [emailOf('assistant')],
            }
          : { president: [emailOf('president')], council: council.map(emailOf) },
    };
    await db.sql(`select one_roof.seat_people($1, 'test')`, [JSON.stringify(ratification)]);
    await db.sql(`select one_roof.arm_table_guard('directus_users'), one_roof.arm_table_guard('directus_sessions')`);
  }
  return ids;
}
