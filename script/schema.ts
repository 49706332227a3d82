import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeSchema, schemaFile } from './check/schema.ts';
import { writeDigest } from './sql/definitions-digest.ts';

// npm run schema: writes docs/schema.md, which describes our tables, views and functions, and notes in the newest migration
// which definitions come with it.

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

const { text, missing } = await describeSchema(PROJECT);
writeFileSync(schemaFile(PROJECT), text);
writeDigest(PROJECT);
if (missing.length > 0) process.stderr.write(`Without a comment: ${missing.join(', ')}\n`);
