import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Folder that keeps installed hosts, packed builds and demo data between runs: ONE_ROOF_CACHE, or the user's cache
 * folder. For root it is a folder that everybody may read, because PostgreSQL does not run as root and must reach its
 * files.
 */
export function cacheFolder() {
  const folder =
    process.env['ONE_ROOF_CACHE'] ??
    (process.getuid?.() === 0
      ? '/var/cache/one-roof'
      : join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'one-roof'));
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Twelve hex digits of the sha256 of texts: part of the name of a folder that is made of exactly them.
 * @param {...string} texts
 */
export function keyOf(...texts) {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex').slice(0, 12);
}

/** @param {...string} paths */
export function keyOfFiles(...paths) {
  return keyOf(...paths.map((path) => readFileSync(path, 'utf8')));
}
