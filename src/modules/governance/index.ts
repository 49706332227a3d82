import { defineModule } from '@directus/extensions-sdk';

/** The module *Governance*. Its pages are loaded when they are opened. */
export default defineModule({
  id: 'one-roof',
  name: 'Governance',
  icon: 'roofing',
  routes: [
    { path: 'responsibilities', component: () => import('./responsibilities/responsibilities-page.vue') },
    { path: '', component: () => import('./overview/overview-page.vue') },
    { path: 'ownership', component: () => import('./ownership/ownership-page.vue') },
    { path: 'gaps', component: () => import('./gaps/gaps-page.vue') },
    { path: 'plan', component: () => import('./plan/plan-page.vue') },
    { path: 'ratification', component: () => import('./ratification/ratification-page.vue') },
    { path: 'ratification/:code', component: () => import('./ratification/request-page.vue'), props: true },
    { path: 'releases', component: () => import('./releases/releases-page.vue') },
    { path: 'releases/:code', component: () => import('./releases/release-page.vue'), props: true },
  ],
});
