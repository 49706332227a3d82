import { benchGuard } from '../bench/guard.ts';
import { benchLargeProject } from '../bench/large-project.ts';
import { benchLedger } from '../bench/ledger.ts';
import { benchLoad } from '../bench/load.ts';
import { benchReferenceCase } from '../bench/reference-case.ts';
import { benchRelease } from '../bench/release.ts';
import { benchSeal } from '../bench/seal.ts';
import { packedExtension } from '../hosts/packed-extension.ts';
import { startTestServer } from '../tests/harness/test-server.ts';
import { readOptions, usageError } from './read-options.ts';
import { step } from './setup/step.mjs';

// npm run bench: how fast it is on this machine, now, as ratios to a peer in the same run. Nothing here fails for being
// slow: a figure beside its bar is for people to judge. `--only NAME` runs one of them.

const ON_A_SERVER = {
  'reference-case': benchReferenceCase,
  'large-project': benchLargeProject,
  guard: benchGuard,
  release: benchRelease,
  load: benchLoad,
};
/** They need no Directus; the ledger has a server of its own, since that of the others holds its data in memory. */
const ALONE = { ledger: benchLedger, seal: benchSeal };

const NAMES = [...Object.keys(ON_A_SERVER), ...Object.keys(ALONE)];

const USAGE = `npm run bench -- [--only ${NAMES.join('|')}]`;

const { only } = readOptions(USAGE, { only: { type: 'string' } });
if (only !== undefined && !NAMES.includes(only)) usageError(`There is no benchmark ${only}`, USAGE);
const chosen = <T>(benches: Record<string, T>): T[] =>
  Object.entries(benches).flatMap(([name, bench]) => (only === undefined || name === only ? [bench] : []));

const extension = await packedExtension();
for (const bench of chosen(ALONE)) await bench(extension);

const onServer = chosen(ON_A_SERVER);
if (onServer.length > 0) {
  const { server, stop } = await step('Starting PostgreSQL 15 with Directus in it', () => startTestServer(15));
  try {
    for (const bench of onServer) await bench(server, extension);
  } finally {
    await stop();
  }
}
