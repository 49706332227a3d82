import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '../../../hosts/postgres.ts';
import type { PostgresServer } from '../../../hosts/postgres.ts';
import { cacheFolder } from '../../../script/setup/cache.mjs';
import { withLock } from '../../../script/setup/lock.mjs';
import { step } from '../../../script/setup/step.mjs';

interface Cluster {
  major: 15 | 18;
  /** Its name in the cache, with a key of everything that its content depends on. */
  name: string;
  /** Name of the work, for somebody who waits. */
  title: string;
}

/**
 * The folder of a PostgreSQL that is stopped, with what `make` put into it. It is made once and kept in the cache; servers are
 * started on copies of it.
 *
 * @param make fills the server; `folder` is kept too.
 */
export async function cachedCluster(
  { major, name, title }: Cluster,
  make: (postgres: PostgresServer, folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(cacheFolder(), 'clusters', name);
  if (existsSync(folder)) return folder;

  mkdirSync(join(cacheFolder(), 'clusters'), { recursive: true });
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(folder)) return;
    const partial = `${folder}.partial`;
    rmSync(partial, { recursive: true, force: true });
    await step(title, async () => {
      const postgres = await startPostgres({ major, dataFolder: partial });
      try {
        await make(postgres, partial);
      } finally {
        await postgres.stop();
      }
    });
    renameSync(partial, folder);
  });
  return folder;
}
