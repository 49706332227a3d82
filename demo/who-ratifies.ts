import { stringify } from 'yaml';
import seed from './seed.json' with { type: 'json' };

/** The people who hold a seat, by e-mail, the president first: those behind the owners, as many as there are seats beside the administrator's. */
export const ratifiersOf = (seats: number): string[] => seed.people.slice(0, seats - 1).map(({ email }) => email);

/**
 * The part of the plan that says who ratifies, YAML: a council of the people behind the owners; where Directus allows so few seats that
 * there is no council, two of them. The administrator files the requests.
 */
export function whoRatifies(seats: number): string {
  const [president = '', ...others] = ratifiersOf(seats);
  const profile = others.length >= 2 ? 'council' : 'two_person';
  const comment =
    '# Who ratifies. Taken from the first plan; from then on changed by a request that these people ratify.';
  return `\n${comment}\n${stringify({ ratification: { profile, methods: ['passkey', 'ssh'], seats: { president: [president], council: others } } })}`;
}
