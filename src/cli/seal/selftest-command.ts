import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments } from './read-arguments.ts';
import { runSelftest } from './selftest.ts';
import { terminal } from '../../text/terminal.ts';
import { printOut } from '../to-terminal.ts';
import { EXIT_CODES } from '../../seal/report.ts';

/**
 * `one-roof-seal selftest`: seals files, damages them in every way that this program says to find, and insists that each is found and named.
 * Exit code 1 where one is not: then nothing that this program says is worth anything.
 */
export async function selftestCommand(args: string[]): Promise<number> {
  readArguments(args, {}, [0, 0]);
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-seal-'));
  try {
    const cases = await runSelftest(folder);
    const wrong = cases.filter(({ expected, found }) => expected !== found);
    for (const { name, expected, found } of cases) {
      printOut(
        terminal(
          `  ${expected === found ? 'as expected' : 'WRONG      '}  ${name}: ${found}${expected === found ? '' : ` instead of ${expected}`}`,
        ),
      );
    }
    printOut(terminal(`${cases.length} cases, ${wrong.length} wrong`));
    return wrong.length === 0 && cases.length > 0 ? EXIT_CODES.equal : EXIT_CODES.different;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
