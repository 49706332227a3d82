import { readFileSync } from 'node:fs';

/** The one-file verifier that is put into packets. A build puts its text in the place of this file (build/verifier-text.js). */
export const VERIFIER = readFileSync(new URL('./verify.mjs', import.meta.url), 'utf8');
