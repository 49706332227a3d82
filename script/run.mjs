// node script/run.mjs NAME [arguments]: sets up what is missing, then runs script/NAME.ts with a Node that is new enough.
// This file and script/setup/ run on Node 18 and need nothing installed.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './setup/bootstrap.mjs';
import { SetupError } from './setup/setup-error.mjs';

const [name, ...args] = process.argv.slice(2);

try {
  const { node, environment } = await bootstrap();
  const script = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', script, ...args], {
    stdio: 'inherit',
    env: environment,
  });
  // Ctrl-C reaches the child by itself; waiting for it lets it stop everything that it started.
  for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`\n✗ ${error.message}\n${error.advice ? `  ${error.advice}\n` : ''}`);
  process.exitCode = 1;
}
