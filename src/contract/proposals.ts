import { z } from 'zod';
import { Ratification } from './plan.ts';
import { Seat } from './answers/ratification.ts';

const { profile, methods, vote_proof, pinning, cooling_hours } = Ratification.shape;

/** The policy that a request about `policy` puts in force: what the plan says of it under `ratification`, without the seats. */
const ProposedPolicy = z.strictObject({
  policy: z
    .strictObject({
      profile,
      methods: methods.unwrap(),
      cooling_hours: cooling_hours.unwrap(),
      vote_proof: vote_proof.unwrap().optional(),
      pinning: pinning.unwrap().optional(),
    })
    .refine(
      ({ profile, methods, vote_proof }) =>
        profile !== 'council' || (!methods.includes('password') && vote_proof !== 'session'),
      {
        error: 'a council proves every act with a key: expected vote_proof key, and methods without password',
      },
    )
    .refine(({ profile, pinning }) => profile !== 'council' || pinning !== 'enrolled', {
      error: 'the keys of a council are named in the trust file: expected pinning file',
    }),
});

/** Seats that are filled and seats that are vacated. */
const ProposedSeats = z.strictObject({
  seats: z
    .array(
      z.strictObject({
        change: z.enum(['fill', 'vacate']),
        seat: Seat,
        person: Ratification.shape.seats.shape.president.element,
        user: z.uuid().describe('The id of the Directus user.'),
      }),
    )
    .min(1),
});

/** The event type that may be emitted from then on. */
const ProposedEventType = z.strictObject({ event_domain: z.string().min(1), event_type: z.string().min(1) });

/**
 * Proposals by the kind of their subject: the action, and the form of `proposed_action`. Filing checks it, applying
 * reads it, and the command line, the OpenAPI document and docs/ratification.md show it with its example.
 */
export const PROPOSALS = {
  policy: {
    id: 'ProposedPolicy',
    subject: 'policy',
    action: 'delegate_authority',
    says: 'Put another policy in force.',
    schema: ProposedPolicy,
    example: {
      policy: {
        profile: 'council',
        methods: ['passkey', 'ssh'],
        cooling_hours: 72,
        vote_proof: 'key',
        pinning: 'file',
      },
    },
  },
  seats: {
    id: 'ProposedSeats',
    subject: 'seats',
    action: 'delegate_authority',
    says: 'Fill and vacate seats.',
    schema: ProposedSeats,
    example: {
      seats: [
        { change: 'vacate', seat: 'council', person: 'old@example.org', user: '7c9e6679-7425-40de-944b-e07fc1f90ae7' },
        { change: 'fill', seat: 'council', person: 'new@example.org', user: '0d9c7a52-5d0f-4d5a-9f0e-5b6c1f2a3b4c' },
      ],
    },
  },
  event: {
    id: 'ProposedEventType',
    subject: 'event:DOMAIN.TYPE',
    action: 'activate_event_type',
    says: 'Let events of a type be emitted.',
    schema: ProposedEventType,
    example: { event_domain: 'governance', event_type: 'handoff.object_born' },
  },
} as const satisfies Record<string, Proposal>;

/** A form of `proposed_action`. */
export interface Proposal {
  /** The name of its schema in the OpenAPI document. */
  id: string;
  subject: string;
  action: string;
  says: string;
  schema: z.ZodType;
  example: Record<string, unknown>;
}

/** The form of what a request about `subject` proposes; null where One-Roof carries nothing out about it, or a release does. */
export function proposalOf(subject: string): Proposal | null {
  const [kind = ''] = subject.split(':');
  return kind === 'policy' || kind === 'seats' || kind === 'event' ? PROPOSALS[kind] : null;
}
