import { diffFolders } from '../../seal/diff-folders.ts';
import { finish, FORMATS, hashWorker } from './finish.ts';
import { readArguments } from './read-arguments.ts';

/** `one-roof-seal diff`: explains how one folder differs from another. */
export async function diffCommand(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, FORMATS, [2, 2]);
  const [before = '', after = ''] = positionals;
  return finish([await diffFolders(before, after, hashWorker())], values);
}
