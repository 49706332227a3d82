import type { OperationAppConfig } from '@directus/types';

const TYPES = [
  'coverage.scan_completed',
  'candidate.scan_completed',
  'input.untrusted_source',
  'handoff.object_born',
  'backfill.sweep_completed',
];

/** The card and the form of *Emit governance event* in the flow editor. */
const emitEvent: OperationAppConfig = {
  id: 'one-roof-emit-event',
  name: 'Emit governance event',
  icon: 'campaign',
  description: 'Write an event to the outbox, if people have ratified that its type may be emitted.',
  overview: ({ event_type: type, subject }: { event_type?: string | null; subject?: string | null }) => [
    { label: 'Type', text: type ?? 'none' },
    { label: 'About', text: subject ?? 'nothing yet' },
  ],
  options: [
    {
      field: 'event_type',
      name: 'Type',
      type: 'string',
      meta: {
        width: 'full',
        interface: 'select-dropdown',
        required: true,
        note: 'While a type is inactive, the operation takes the failure path and nothing is written.',
        options: { choices: TYPES.map((type) => ({ text: type, value: type })), allowOther: true },
      },
    },
    {
      field: 'subject',
      name: 'About',
      type: 'string',
      meta: { width: 'half', interface: 'input', required: true, options: { placeholder: 'collection:articles' } },
    },
    {
      field: 'canonical_address',
      name: 'Canonical address',
      type: 'string',
      meta: { width: 'half', interface: 'input', note: 'If it differs from the subject.' },
    },
    {
      field: 'correlation_id',
      name: 'Correlation',
      type: 'string',
      meta: { width: 'half', interface: 'input', note: 'The key by which a repeated event is recognised.' },
    },
    {
      field: 'payload',
      name: 'Payload',
      type: 'json',
      meta: {
        width: 'full',
        interface: 'input-code',
        note: 'Metadata only: it refers to content, it does not carry it. Keys such as content, secret or token are refused.',
        options: { language: 'json' },
      },
    },
  ],
};

export default emitEvent;
