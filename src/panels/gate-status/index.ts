import { definePanel } from '@directus/extensions-sdk';
import { defineAsyncComponent } from 'vue';

/** The panel *Gate status* for Insights. */
export default definePanel({
  id: 'one-roof-gate-status',
  name: 'Gate status',
  icon: 'roofing',
  description: 'Whether the governance gate is open, what keeps it closed, and what to do next.',
  component: defineAsyncComponent(() => import('./gate-status-panel.vue')),
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
  ],
  minWidth: 12,
  minHeight: 8,
});
