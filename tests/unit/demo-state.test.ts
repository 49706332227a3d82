import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { takeState } from '../../script/demo/state.ts';

const cache = mkdtempSync(join(tmpdir(), 'one-roof-demo-state-'));
beforeAll(() => void vi.stubEnv('ONE_ROOF_CACHE', cache));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

const taken: { release(): void }[] = [];
afterEach(() => taken.splice(0).forEach((state) => state.release()));

async function folderOf(major: 11 | 12, snapshot?: string): Promise<string> {
  const state = await takeState({ major, snapshot, reset: false, port: undefined });
  taken.push(state);
  return state.folder;
}

it('a demo finds its own data again, and not those of another Directus or another snapshot', async () => {
  const folders = [await folderOf(11), await folderOf(12), await folderOf(12, 'shop.json')];
  expect(new Set(folders).size).toBe(3);
  taken.splice(0).forEach((state) => state.release());
  expect([await folderOf(11), await folderOf(12), await folderOf(12, 'shop.json')]).toEqual(folders);
});

it('a demo that runs keeps its data to itself', async () => {
  expect(await folderOf(12)).not.toBe(await folderOf(12));
});
