import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Extension of somebody else that writes items of a collection, each way past the hooks. */
const SOURCE = `
export default {
  id: 'bypass',
  handler: (router, { services, getSchema, database }) => {
    const service = async (collection, accountability) =>
      new services.ItemsService(collection, { schema: await getSchema(), accountability });
    const route = (path, work) => router.post(path, async (request, response, next) => {
      try { response.json({ data: await work(request) }); } catch (error) { next(error); }
    });
    route('/silent/:collection', async ({ params, body, accountability }) =>
      (await service(params.collection, accountability)).createOne(body, { emitEvents: false }));
    route('/internal/:collection', async ({ params, body }) => (await service(params.collection, null)).createOne(body));
    route('/raw/:collection', ({ params, body }) => database(params.collection).insert(body).returning('*'));
    route('/untracked-delete/:collection', async ({ params, body, accountability }) =>
      (await service(params.collection, accountability)).deleteMany(body, { emitEvents: false }));
    route('/kill', () => process.kill(process.pid, 'SIGKILL'));
  },
};
`;

/** Puts that extension beside ours, into the folder of a Directus that is not started yet. */
export function installBypassExtension(environment: NodeJS.ProcessEnv): void {
  const folder = join(environment['EXTENSIONS_PATH'] ?? '', 'directus-extension-bypass');
  mkdirSync(folder, { recursive: true });
  const manifest = { type: 'endpoint', path: 'index.js', source: 'index.js', host: '*' };
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({
      name: 'directus-extension-bypass',
      version: '1.0.0',
      type: 'module',
      'directus:extension': manifest,
    }),
  );
  writeFileSync(join(folder, 'index.js'), SOURCE);
}
