import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const script = (name: string, ...args: string[]) => {
  const path = fileURLToPath(new URL(`../../../script/${name}.ts`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path, ...args],
    {
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
};

describe('the scripts', () => {
  it.each([
    ['check', ['--only', 'nosuch'], 'There is no check nosuch. Usage: npm run check -- [--only NAME]'],
    ['check', ['--only', 'lint', '--mutant', 'ledger'], 'There is no check lint and mutants. Usage: npm run check'],
    ['check', ['--nonsense'], "Unknown option '--nonsense'. Usage: npm run check"],
    ['bench', ['--only', 'nosuch'], 'There is no benchmark nosuch. Usage: npm run bench -- [--only reference-case|'],
    ['bench', ['--nonsense'], "Unknown option '--nonsense'. Usage: npm run bench"],
    ['demo', ['--nonsense'], "Unknown option '--nonsense'. Usage: npm run demo -- [--once]"],
    ['test', ['--nonsense'], "Unknown option '--nonsense'. Usage: npm test -- [--fast]"],
    ['test', ['--directus', '13'], 'There is no test on Directus 13, only on 11 and 12. Usage: npm test'],
    ['test', ['--fast', '--postgres', '18'], '--fast runs no test of Directus: it takes no version. Usage: npm test'],
    ['test', ['gate'], "Unexpected argument 'gate'. Usage: npm test"],
  ])('%s %j is a usage error in one line, and runs nothing', (name, args, line) => {
    const { status, stdout, stderr } = script(name, ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it.each(['check', 'bench', 'demo', 'test'])('%s --help says what there is, and runs nothing', (name) => {
    expect(script(name, '--help')).toEqual({ status: 0, stdout: expect.stringContaining('[--') as string, stderr: '' });
  });
});
