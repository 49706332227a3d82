import { beforeAll, expect, inject, it } from 'vitest';
import { runOneRoof } from '../../../hosts/one-roof-cli.ts';
import type { DirectusStack } from '../../harness/directus/directus-stack.ts';
import type { Commands } from '../../harness/directus/commands.ts';

/** Cases of usage, and of errors. */
export function usageCases({ cli, file, running }: Commands): void {
  let stack: DirectusStack;
  beforeAll(() => {
    stack = running();
  });

  it('tells usage errors (2), shows help and version (0)', async () => {
    for (const args of [['nonsense'], ['--nonsense'], ['owners'], ['plan'], ['plan', 'check'], ['gate', '--loud']])
      expect(await cli(...args), args.join(' ')).toMatchObject({ exitCode: 2, stdout: '' });
    for (const args of [['--help'], ['plan', '--help'], ['--version']])
      expect(await cli(...args), args.join(' ')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('refuses an empty reason, a scope that there is not, and a comparison with nothing, naming it', async () => {
    const refusals = [
      [['environment', 'declare', '--clone', '--reason', ' '], 2, 'A reason is needed'],
      [['fingerprint', 'nosuch'], 2, 'expected: governance, release, or a schema: '],
      [['fingerprint', '--compare', '/nope'], 1, '--compare: /nope cannot be read'],
      [['fingerprint', '--compare', file('reference.yaml')], 2, 'is not a stored fingerprint'],
    ] as const;
    for (const [args, exitCode, text] of refusals)
      expect(await cli(...args), args.join(' ')).toMatchObject({
        exitCode,
        stdout: '',
        stderr: expect.stringContaining(text) as string,
      });
  });

  it('with --json every error is one JSON object on standard error', async () => {
    const environment = { ...stack.directus.environment, DB_PORT: '1' };
    const outcomes = await Promise.all([
      ...[
        ['nonsense', '--json'],
        ['--json', 'owners'],
        ['plan', '--json'],
        ['--nonsense', '--json'],
        ['--json', 'fingerprint', 'nosuch'],
      ].map((args) => cli(...args)),
      runOneRoof(inject('extension'), environment, ['--json', 'status']),
    ]);
    for (const { exitCode, stdout, stderr } of outcomes) {
      expect(exitCode).toBeGreaterThan(0);
      expect(stdout).toBe('');
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      expect(JSON.parse(stderr)).toMatchObject({
        errors: [{ message: expect.any(String) as string, extensions: { code: expect.any(String) as string } }],
      });
    }
  });
}
