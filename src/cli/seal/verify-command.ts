import { setFlagsFromString } from 'node:v8';
import { Root } from '../../seal/folder/root.ts';
import { SealError } from '../../seal/seal-error.ts';
import { verify } from '../../seal/verify.ts';
import type { VerifyOptions } from '../../seal/verify.ts';
import type { Report } from '../../seal/report.ts';
import { finish, FORMATS, hashWorker } from './finish.ts';
import { readArguments, readTree } from './read-arguments.ts';

/** `one-roof-seal verify`: compares folders with their seals. */
export async function verifyCommand(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { values, positionals } = readArguments(
    args,
    { tree: text, root: text, unlisted: text, against: text, ...FORMATS },
    [1, Infinity],
  );
  const { unlisted, root } = values;
  if (unlisted !== undefined && unlisted !== 'refuse' && unlisted !== 'allow') {
    throw new SealError('--unlisted says what files do that no manifest lists', {
      expected: 'refuse or allow',
      found: unlisted,
    });
  }
  const tree = readTree(values.tree);
  if (tree !== undefined && positionals.length > 1)
    throw new SealError('--tree takes one folder', { found: `${positionals.length} folders` });
  const against = values.against === undefined ? undefined : new Root(values.against);
  keepSmall();
  const options: VerifyOptions = { tree, root, unlisted, against, worker: hashWorker() };
  const [first = '', ...others] = positionals;
  const reports: [Report, ...Report[]] = [await verify(first, options)];
  for (const target of others) reports.push(await verify(target, options));
  return finish(reports, values);
}

/**
 * Frees what hashing leaves behind at once: room for more than a MiB of it would only be memory that is never given
 * back.
 */
function keepSmall(): void {
  setFlagsFromString('--max-semi-space-size=1');
  setFlagsFromString('--semi-space-growth-factor=1');
}
