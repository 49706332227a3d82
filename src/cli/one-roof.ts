#!/usr/bin/env node
import { runProgram } from './program.ts';

/*
 * The program `one-roof`. It works on PostgreSQL alone: also while Directus cannot start.
 * Exit codes: 0 ok; 1 error; 2 usage; 3 refused by a guard or a failed assertion; 10 gate BLOCKED;
 * 11 a release is APPLIED.
 */

// Not awaited at the top level: the chunk with Knex imports this module, and would wait for it for ever.
void runProgram(process.argv.slice(2));
