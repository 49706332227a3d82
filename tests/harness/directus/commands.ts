import type { DirectusStack } from './directus-stack.ts';

/** Commands of the program on a database, and files for them. */
export interface Commands {
  cli: (...args: string[]) => ReturnType<DirectusStack['cli']>;
  /** Path of a file that is there as long as the test runs. */
  file: (name: string) => string;
  running: () => DirectusStack;
}
