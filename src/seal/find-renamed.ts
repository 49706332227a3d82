import type { BytePath } from './folder/byte-path.ts';
import { foldedPath } from './folder/byte-path.ts';
import type { FileHasher, HashResult } from './digests/hash-file.ts';
import type { Manifest } from './manifest/manifest.ts';

/** A listed file that is missing, and the unlisted one that is it under another name. */
export interface Renamed {
  listed: BytePath;
  found: BytePath;
  /** Evidence: the name, but for the form that does not count; the name, but for case and normal form; or the bytes. */
  by: 'form' | 'name' | 'bytes';
}

/** So many unlisted files are hashed to find renamed ones. */
const HASHED = 1000;

/**
 * Finds pairs among files that are missing and files that nobody listed. What is left over is missing, or unlisted.
 *
 * @param formOfName what of a name counts; null where every byte does.
 */
export function findRenamed(
  missing: readonly BytePath[],
  unlisted: readonly BytePath[],
  formOfName: ((path: BytePath) => string) | null,
  manifests: readonly Manifest[],
  hasher: FileHasher,
): { pairs: Renamed[]; missing: BytePath[]; unlisted: BytePath[] } {
  if (missing.length === 0 || unlisted.length === 0)
    return { pairs: [], missing: [...missing], unlisted: [...unlisted] };
  const free = new Set(unlisted);
  const pairs: Renamed[] = [];
  const take = (listed: BytePath, found: BytePath | undefined, by: Renamed['by']): boolean => {
    if (found === undefined || !free.delete(found)) return false;
    pairs.push({ listed, found, by });
    return true;
  };
  const byForm = new Map(formOfName === null ? [] : unlisted.map((path) => [formOfName(path), path]));
  const formless = missing.filter(
    (listed) => formOfName === null || !take(listed, byForm.get(formOfName(listed)), 'form'),
  );
  const byName = new Map(unlisted.map((path) => [foldedPath(path), path]));
  const nameless = formless.filter((listed) => !take(listed, byName.get(foldedPath(listed)), 'name'));
  const byBytes =
    nameless.length === 0 ? new Map<string, BytePath[]>() : pathsByDigest([...free].slice(0, HASHED), hasher);
  const left = nameless.filter((listed) => {
    const index = manifests.findIndex(({ entries }) => entries.has(listed));
    return !take(listed, byBytes.get(`${index}:${manifests[index]?.entries.get(listed)}`)?.pop(), 'bytes');
  });
  return { pairs, missing: left, unlisted: [...free] };
}

function pathsByDigest(paths: readonly BytePath[], hasher: FileHasher): Map<string, BytePath[]> {
  const found = new Map<string, BytePath[]>();
  for (const path of paths) {
    const result: HashResult = hasher.hash(path);
    if (typeof result === 'string') continue;
    for (const [index, digest] of result.digests.entries()) {
      const key = `${index}:${digest}`;
      const same = found.get(key);
      if (same === undefined) found.set(key, [path]);
      else same.push(path);
    }
  }
  return found;
}
