import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { step } from '../script/setup/step.mjs';
import { measure } from './measure.ts';
import { report } from './report.ts';

const run = promisify(execFile);

/** 10,000 files, 1 GiB. */
const FILES = 10_000;
const LENGTH = Math.ceil(2 ** 30 / FILES);

/** The one-file verifier. */
const VERIFIER = fileURLToPath(new URL('../src/seal/verify.mjs', import.meta.url));

const OURS = 'one-roof-seal verify';

/** Verifying sealed files, beside the checksum programs that people have; all of them on the same files, in a warm cache. */
export async function benchSeal(extension: string): Promise<void> {
  const program = join(extension, 'dist', 'cli', 'one-roof-seal.js');
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-bench-'));
  try {
    await step(`Writing ${FILES} files, 1 GiB`, () => {
      writeFiles(folder);
      return Promise.resolve();
    });
    await run(process.execPath, [program, 'create', folder]);
    const peaks: number[] = [];
    const ask = (file: string, args: string[]) => async (): Promise<void> => {
      await run(file, args, { cwd: folder, maxBuffer: 2 ** 26 });
    };
    const figures = await step('Measuring', () =>
      measure(
        {
          'sha256sum -c': ask('sha256sum', ['-c', '--quiet', 'manifest-sha256.txt']),
          'openssl dgst -sha256': ask('sh', [
            '-c',
            `find . -type f -print0 | xargs -0 openssl dgst -sha256 > /dev/null`,
          ]),
          [OURS]: async () => {
            peaks.push(await verifyMeasured(program, folder));
          },
          'verify.mjs, one thread, as it lies in packets': ask(process.execPath, [VERIFIER, '.']),
        },
        { rounds: 5 },
      ),
    );
    report(`Verifying ${FILES} files, 1 GiB`, figures);
    const median = (name: string): number => figures.find((figure) => figure.name === name)?.median ?? Number.NaN;
    tell('× faster than sha256sum -c', median('sha256sum -c') / median(OURS), 3, 'at least');
    tell('× faster than openssl dgst', median('openssl dgst -sha256') / median(OURS), 1, 'at least');
    tell('MiB of memory at most', Math.max(...peaks), 96, 'at most');

    const starting = await measure(
      {
        'node that does nothing': ask(process.execPath, ['-e', '0']),
        'one-roof-seal --version': ask(process.execPath, [program, '--version']),
      },
      { rounds: 21, warmUp: 3 },
    );
    report('Starting', starting, { 'one-roof-seal --version': 80 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeFiles(folder: string): void {
  const bytes = Buffer.alloc(LENGTH, 'one-roof');
  for (let file = 0; file < FILES; file++) {
    const place = join(folder, `folder-${file % 100}`);
    if (file < 100) mkdirSync(place);
    bytes.writeUInt32BE(file);
    writeFileSync(join(place, `file-${file}.bin`), bytes);
  }
}

/** Verifies in a process that tells how much memory it had at most, in MiB. */
async function verifyMeasured(program: string, folder: string): Promise<number> {
  const teller = `${folder}.cjs`;
  writeFileSync(teller, `process.on('exit', () => process.stderr.write(String(process.resourceUsage().maxRSS)));`);
  const { stderr } = await run(process.execPath, ['--require', teller, program, 'verify', folder]);
  rmSync(teller);
  return Number(stderr) / 1024;
}

function tell(what: string, value: number, bar: number, limit: 'at least' | 'at most'): void {
  const met = limit === 'at least' ? value >= bar : value <= bar;
  process.stdout.write(`  ${value.toFixed(2)} ${what}   bar ${limit} ${bar}: ${met ? 'met' : 'MISSED'}\n`);
}
