import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, keyOf } from '../script/setup/cache.mjs';
import { withLock } from '../script/setup/lock.mjs';
import { runCommand, step } from '../script/setup/step.mjs';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/** Files that the bundle is made of: a change of any of them makes a new one. */
const INGREDIENTS = [
  'build',
  'extension.config.js',
  'package-lock.json',
  'package.json',
  'release',
  'src',
  'tsconfig.json',
  'vite.cli.config.ts',
  'vite.client.config.ts',
  'README.md',
];

/**
 * Builds the bundle and packs it, once per state of the sources, and returns the folder that the tarball unpacks to:
 * exactly what somebody who installs the package gets.
 */
export async function packedExtension(): Promise<string> {
  const folder = join(cacheFolder(), 'packed', sourceKey());
  const unpacked = join(folder, 'package');
  if (existsSync(unpacked)) return unpacked;

  mkdirSync(join(cacheFolder(), 'packed'), { recursive: true });
  await withLock(join(cacheFolder(), 'packed.lock'), async () => {
    if (existsSync(unpacked)) return;
    await step('Building and packing the extension', async () => {
      const copy = copyOfSources();
      try {
        const bin = (program: string) => join(PROJECT, 'node_modules', '.bin', program);
        await runCommand(bin('directus-extension'), ['build'], { cwd: copy });
        for (const config of ['vite.cli.config.ts', 'vite.client.config.ts'])
          await runCommand(bin('vite'), ['build', '--config', config, '--logLevel', 'warn'], { cwd: copy });
        const tarball = (await runCommand('npm', ['pack', '--silent', '--ignore-scripts'], { cwd: copy })).trim();
        await runCommand('tar', ['-xzf', tarball], { cwd: copy });
        renameSync(join(copy, tarball), join(copy, 'package.tgz'));
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder);
        renameSync(join(copy, 'package.tgz'), join(folder, 'package.tgz'));
        renameSync(join(copy, 'package'), unpacked);
      } finally {
        rmSync(copy, { recursive: true, force: true });
      }
    });
  });
  return unpacked;
}

/** Builds read a copy, so that a test run and a person who edits do not disturb each other. */
function copyOfSources(): string {
  const copy = mkdtempSync(join(cacheFolder(), 'packed', 'building-'));
  for (const name of INGREDIENTS)
    if (existsSync(join(PROJECT, name))) cpSync(join(PROJECT, name), join(copy, name), { recursive: true });
  cpSync(join(PROJECT, 'LICENSE'), join(copy, 'LICENSE'));
  symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function sourceKey(): string {
  return keyOf(
    ...INGREDIENTS.flatMap((name) => filesBelow(name)).flatMap((path) => [
      path,
      readFileSync(join(PROJECT, path), 'latin1'),
    ]),
  );
}

function filesBelow(path: string): string[] {
  const entry = statSync(join(PROJECT, path), { throwIfNoEntry: false });
  if (entry === undefined) return [];
  if (!entry.isDirectory()) return [path];
  return readdirSync(join(PROJECT, path))
    .sort()
    .flatMap((name) => filesBelow(`${path}/${name}`));
}
