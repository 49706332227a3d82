import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, keyOf, keyOfFiles } from '../script/setup/cache.mjs';
import { withLock } from '../script/setup/lock.mjs';
import { runCommand, step } from '../script/setup/step.mjs';

/** A real part that we run against: a folder here with a package.json and its lockfile. */
export type HostName = 'directus-11' | 'directus-12' | 'postgres-15' | 'postgres-18' | 'chromium';

const WHAT: Record<HostName, string> = {
  'directus-11': 'Directus 11 (once; it compiles a part of itself and takes some minutes)',
  'directus-12': 'Directus 12 (once; it compiles a part of itself and takes some minutes)',
  'postgres-15': 'PostgreSQL 15 (once)',
  'postgres-18': 'PostgreSQL 18 (once)',
  chromium: 'a headless browser (once)',
};

/**
 * Installs a host from its lockfile into the cache, once per lockfile, platform and Node ABI, and returns the path of its
 * node_modules.
 */
export async function installHost(name: HostName): Promise<string> {
  const source = fileURLToPath(new URL(name, import.meta.url));
  const files = ['package.json', 'package-lock.json'].map((file) => join(source, file));
  const key = keyOf(keyOfFiles(...files), process.platform, process.arch, process.versions.modules);
  const folder = join(cacheFolder(), 'hosts', `${name}-${key}`);
  const modules = join(folder, 'node_modules');
  if (existsSync(folder)) return modules;

  mkdirSync(join(cacheFolder(), 'hosts'), { recursive: true });
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(folder)) return;
    const partial = `${folder}.partial`;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial);
    for (const file of files) cpSync(file, join(partial, file.slice(source.length)));
    await step(`Installing ${WHAT[name]}`, () =>
      runCommand('npm', ['ci', '--no-audit', '--no-fund'], {
        cwd: partial,
        env: { ...process.env, ...ownHeaders() },
        advice: 'Is the npm registry reachable? Are python3, make and g++ working?',
      }),
    );
    renameSync(partial, folder);
  });
  return modules;
}

/** Bytes of memory that an installation may need: compilers take most of it. */
const MEMORY = 2 * 1024 ** 3;

/** Installs hosts, all at the same time where there is memory for it, otherwise one after the other. */
export async function installHosts(names: readonly HostName[]): Promise<void> {
  if (process.availableMemory() > names.length * MEMORY) await Promise.all(names.map(installHost));
  else for (const name of names) await installHost(name);
}

/**
 * Native parts must be compiled against the headers of the Node that runs, whatever the machine is set up for: a Directus
 * that was compiled for another cannot start.
 */
function ownHeaders(): { npm_config_nodedir?: string } {
  const folder = dirname(dirname(process.execPath));
  return existsSync(join(folder, 'include', 'node')) ? { npm_config_nodedir: folder } : {};
}
