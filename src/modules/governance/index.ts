import { defineModule } from '@directus/extensions-sdk';

/** The module *Governance*. Its pages are loaded when they are opened. */
export default defineModule({
  id: 'one-roof',
  name: 'Governance',
  icon: 'roofing',
  routes: [
    { path: 'responsibilities', component: () => import('./routes/responsibilities/responsibilities-page.vue') },
    { path: '', component: () => import('./routes/overview/overview-page.vue') },
    { path: 'ownership', component: () => import('./routes/ownership/ownership-page.vue') },
    { path: 'gaps', component: () => import('./routes/gaps/gaps-page.vue') },
    { path: 'plan', component: () => import('./routes/plan/plan-page.vue') },
    { path: 'ratification', component: () => import('./routes/ratification/ratification-page.vue') },
    {
      path: 'ratification/:code',
      component: () => import('./routes/ratification/request/request-page.vue'),
      props: true,
    },
    { path: 'releases', component: () => import('./routes/releases/releases-page.vue') },
    { path: 'releases/:code', component: () => import('./routes/releases/release-page.vue'), props: true },
  ],
});
