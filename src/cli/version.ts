import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's own description: as far above this file as above the programs that are built of it. */
const PACKAGE = join(dirname(fileURLToPath(import.meta.url)), '../../package.json');

const manifest: unknown = JSON.parse(readFileSync(PACKAGE, 'utf8'));

/** The version of this package. */
export const VERSION =
  typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
