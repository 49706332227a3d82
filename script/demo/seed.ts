import type { ReferenceCase } from '../../demo/reference-case.ts';
import type { DirectusClient } from '../../hosts/directus-client.ts';
import seed from '../../demo/seed.json' with { type: 'json' };

/** Puts the module Governance into the module bar. */
export async function showGovernance(client: DirectusClient): Promise<void> {
  const modules = ['content', 'visual', 'users', 'files', 'insights', 'one-roof'].map((id) => ({
    type: 'module',
    id,
    enabled: id !== 'visual',
  }));
  await client.must('PATCH', '/settings', {
    module_bar: [...modules, { type: 'module', id: 'settings', enabled: true, locked: true }],
    project_name: 'One-Roof demo',
  });
}

/**
 * Creates the people who stand behind the owners, all with one password, some content, a dashboard and a flow. Where Directus
 * allows only some seats, the administrator has the first; who finds none left has no access to the app.
 */
export async function seedReferenceCase(
  client: DirectusClient,
  { items: content }: ReferenceCase,
  { seats, password }: { seats: number; password: string },
): Promise<void> {
  const policy = await client.create('/policies', {
    name: 'Governance team',
    icon: 'roofing',
    app_access: true,
    permissions: { create: await readingEverything(client), update: [], delete: [] },
  });
  for (const [index, { role, ...person }] of seed.people.entries()) {
    const seated = index + 1 < seats;
    const id = await client.create('/roles', {
      name: role,
      icon: 'groups',
      policies: { create: seated ? [{ policy: { id: policy } }] : [], update: [], delete: [] },
    });
    await client.create('/users', { ...person, role: id, status: 'active', password });
  }
  for (const [collection, items] of Object.entries(content)) await client.must('POST', `/items/${collection}`, items);

  const { panels, ...dashboard } = seed.dashboard;
  const dashboardId = await client.create('/dashboards', dashboard);
  for (const panel of panels) await client.create('/panels', { ...panel, dashboard: dashboardId });

  const { operations, ...flow } = seed.flow;
  const flowId = await client.create('/flows', flow);
  let next: string | null = null;
  for (const operation of operations.toReversed())
    next = await client.create('/operations', { ...operation, flow: flowId, resolve: next });
  await client.must('PATCH', `/flows/${flowId}`, { operation: next });
}

/** Permissions to read every collection of the project. */
async function readingEverything(
  client: DirectusClient,
): Promise<{ collection: string; action: 'read'; fields: ['*'] }[]> {
  const { data } = (await client.must('GET', '/collections')) as {
    data: { collection: string; schema: object | null }[];
  };
  return data
    .filter(({ collection, schema }) => schema !== null && !collection.startsWith('directus_'))
    .map(({ collection }) => ({ collection, action: 'read', fields: ['*'] }));
}
