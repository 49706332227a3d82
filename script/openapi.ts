import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brokenPromises, openApiFile, openApiText } from './check/openapi-file.ts';
import { readOptions } from './read-options.ts';

// npm run openapi: writes docs/openapi.json, which the contract is held to. `--breaking` also where that breaks callers.

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const options = readOptions('npm run openapi -- [--breaking]', { breaking: { type: 'boolean' } });

const broken = await brokenPromises(PROJECT);
if (broken.length > 0 && options.breaking !== true) {
  process.stderr.write(
    `✗ This breaks callers:\n${broken.join('\n')}\n  docs/read-contract.md, "Changes", says what to do.\n`,
  );
  process.exitCode = 1;
} else {
  writeFileSync(openApiFile(PROJECT), await openApiText(PROJECT));
}
