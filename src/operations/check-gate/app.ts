import type { OperationAppConfig } from '@directus/types';
import { defineAsyncComponent, h } from 'vue';

/** The card in the flow editor; it is loaded with the editor, not with the Studio. */
const GateCard = defineAsyncComponent(() => import('./gate-card.vue'));

/** The card and the form of *Check gate* in the flow editor. */
const checkGate: OperationAppConfig = {
  id: 'one-roof-check-gate',
  name: 'Check gate',
  icon: 'door_front',
  description: 'Go on only while the gate is open.',
  overview: { render: () => h(GateCard) },
  options: [
    {
      field: 'release',
      name: 'Release',
      type: 'string',
      meta: {
        width: 'full',
        interface: 'input',
        note: 'The code of a release, such as `REL-1`. Empty: the release that is next.',
      },
    },
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
