import { defineInterface } from '@directus/extensions-sdk';
import { defineAsyncComponent } from 'vue';

/** The interface *Ownership*: who owns the collection of the item that is being edited. */
export default defineInterface({
  id: 'one-roof-ownership',
  name: 'Ownership',
  icon: 'roofing',
  description: 'Who is accountable for this collection, per responsibility scope.',
  component: defineAsyncComponent(() => import('./ownership-interface.vue')),
  options: null,
  types: ['alias'],
  localTypes: ['presentation'],
  group: 'presentation',
});
