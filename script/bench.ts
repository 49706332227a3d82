import { benchGuard } from '../bench/guard.ts';
import { benchLargeProject } from '../bench/large-project.ts';
import { benchLedger } from '../bench/ledger.ts';
import { benchReferenceCase } from '../bench/reference-case.ts';
import { packedExtension } from '../hosts/packed-extension.ts';
import { startTestServer } from '../tests/harness/test-server.ts';
import type { TestServer } from '../tests/harness/test-server.ts';
import { readOptions, usageError } from './read-options.ts';
import { step } from './setup/step.mjs';

// npm run bench: how fast it is on this machine, now, as ratios to a peer in the same run. Nothing here fails for being
// slow: a figure beside its bar is for people to judge. `--only NAME` runs one of them.

const BENCHES = {
  'reference-case': benchReferenceCase,
  'large-project': benchLargeProject,
  ledger: (_server: TestServer, extension: string) => benchLedger(extension),
  guard: benchGuard,
};

const USAGE = `npm run bench -- [--only ${Object.keys(BENCHES).join('|')}]`;

const { only } = readOptions(USAGE, { only: { type: 'string' } });
const chosen = Object.entries(BENCHES).filter(([name]) => only === undefined || name === only);
if (chosen.length === 0) usageError(`There is no benchmark ${String(only)}`, USAGE);

const extension = await packedExtension();
const onDirectus = chosen.filter(([name]) => name !== 'ledger');
// The ledger is measured on a server of its own: that of the others holds its data in memory.
if (onDirectus.length < chosen.length) await benchLedger(extension);
if (onDirectus.length > 0) await runOnDirectus(onDirectus.map(([, bench]) => bench));

async function runOnDirectus(benches: ((server: TestServer, extension: string) => Promise<void>)[]): Promise<void> {
  const { server, stop } = await step('Starting PostgreSQL 15 with Directus in it', () => startTestServer(15));
  try {
    for (const bench of benches) await bench(server, extension);
  } finally {
    await stop();
  }
}
