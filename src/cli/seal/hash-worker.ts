import { parentPort, workerData } from 'node:worker_threads';
import { hashShared } from '../../seal/digests/hash-shared.ts';
import type { SharedFiles } from '../../seal/digests/hash-shared.ts';
import { Root } from '../../seal/folder/root.ts';

/* The second thread of `one-roof-seal`: hashes files that it shares with the first one, says so, and waits for more. */

const { path, descriptor } = workerData as { path: string; descriptor: number };
const root = new Root(path, descriptor);

parentPort?.on('message', (files: SharedFiles) => {
  hashShared(root, files);
  parentPort?.postMessage('done');
});
