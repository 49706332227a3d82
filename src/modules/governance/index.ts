import { defineModule } from '@directus/extensions-sdk';

/** The module *Governance*. Its pages are loaded when they are opened. */
export default defineModule({
  id: 'one-roof',
  name: 'Governance',
  icon: 'roofing',
  routes: [
    { path: '', component: () => import('./overview/overview-page.vue') },
    { path: 'ownership', component: () => import('./ownership/ownership-page.vue') },
  ],
});
