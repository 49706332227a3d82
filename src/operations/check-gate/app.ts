import type { OperationAppConfig } from '@directus/types';

/** The card and the form of *Check gate* in the flow editor. */
const checkGate: OperationAppConfig = {
  id: 'one-roof-check-gate',
  name: 'Check gate',
  icon: 'door_front',
  description: 'Go on only while the gate is open.',
  overview: ({ on_blocked: onBlocked }: { on_blocked?: string | null }) => [
    { label: 'While blocked', text: onBlocked === 'resolve' ? 'goes on with the verdict' : 'takes the failure path' },
  ],
  options: [
    {
      field: 'on_blocked',
      name: 'While the gate is blocked',
      type: 'string',
      schema: { default_value: 'reject' },
      meta: {
        width: 'full',
        interface: 'select-radio',
        note: 'Either way the operation returns the verdict, the blockers and what to do about each. The next operation reads them, for example as `{{$last.blockers}}`.',
        options: {
          choices: [
            { text: 'Take the failure path', value: 'reject' },
            { text: 'Go on with the verdict', value: 'resolve' },
          ],
        },
      },
    },
  ],
};

export default checkGate;
