// A process that starts One-Roof as Directus does: node cold-start-process.mjs EXTENSION. Per message it starts several
// installations at once, each out of its own copy of the packed module, and answers how each of them ended.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';

const [extension = ''] = process.argv.slice(2);
const knexModule = createRequire(import.meta.url)('knex');
const api = pathToFileURL(join(extension, 'dist', 'api.js')).href;

process.on('message', async ({ round, database, connections }) => {
  process.send?.(
    await Promise.all(Array.from({ length: connections }, (_, number) => start(`${round}-${number}`, database))),
  );
});

/** @param {string} name @param {Record<string, string>} settings */
async function start(name, settings) {
  const knex = knexModule({
    client: 'pg',
    connection: {
      host: settings['DB_HOST'],
      port: settings['DB_PORT'],
      user: settings['DB_USER'],
      password: settings['DB_PASSWORD'],
      database: settings['DB_DATABASE'],
    },
    pool: { min: 0, max: 1 },
  });
  try {
    const { hooks } = await import(`${api}?start=${name}`);
    /** @type {(() => Promise<void>)[]} */
    const beforeListen = [];
    /** @type {string[]} */
    const said = [];
    const logger = {
      info: (/** @type {string} */ text) => said.push(text),
      error: (/** @type {string} */ text) => said.push(text),
    };
    const lifecycle = hooks.find((/** @type {{ name: string }} */ hook) => hook.name === 'one-roof-lifecycle');
    const init = (/** @type {string} */ event, /** @type {() => Promise<void>} */ run) =>
      event === 'app.before' && beforeListen.push(run);
    lifecycle.config({ init }, { database: knex, env: {}, logger });
    for (const run of beforeListen) await run();
    return said.some((text) => text.startsWith('One-Roof is ready')) ? 'ready' : said.join('; ');
  } finally {
    await knex.destroy();
  }
}
