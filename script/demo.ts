import { referenceCase } from '../demo/reference-case.ts';
import { DIRECTUS_LIMITS } from '../hosts/directus.ts';
import type { DirectusMajor } from '../hosts/directus.ts';
import { readOptions } from './read-options.ts';
import { SetupError } from './setup/setup-error.mjs';
import { startDemo } from './demo/start-demo.ts';
import { invitation, summarizeDemo } from './demo/summary.ts';

// npm run demo: a real Directus with the packed extension and the reference case. Stays up until Ctrl-C.

const USAGE = 'npm run demo -- [--once] [--json] [--directus MAJOR] [--port NUMBER] [--reset] [--snapshot FILE]';
const HELP = `${USAGE}
  --once            stop after printing the summary
  --json            print the summary as one JSON object on one line
  --directus MAJOR  11 (default) or 12, each with its own data
  --port NUMBER     the port Directus listens on (default: 8055, or a free one)
  --reset           start from an empty database
  --snapshot FILE   load this Directus schema snapshot instead of the reference case`;

const OPTIONS = {
  once: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  directus: { type: 'string', default: '11' },
  port: { type: 'string' },
  reset: { type: 'boolean', default: false },
  snapshot: { type: 'string' },
} as const;

const values = readOptions(USAGE, OPTIONS, HELP);
process.exitCode = await demonstrate();

async function demonstrate(): Promise<number> {
  // From here on Ctrl-C does not end this process: it ends the demo, in order.
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  try {
    const major = directusMajor(values.directus);
    const options = { major, reset: values.reset, port: portNumber(values.port), snapshot: values.snapshot };
    if (values.snapshot === undefined) sayWhatIsLeftOut(major);
    const demo = await startDemo(options);
    try {
      const { summary, text } = await summarizeDemo(demo);
      process.stdout.write(
        `${values.json ? JSON.stringify(summary) : values.once ? text : `${text}\n${invitation(summary)}`}\n`,
      );
      if (!values.once) await Promise.race([interrupted, demo.directusEnded]);
    } finally {
      process.stderr.write('• Stopping …\n');
      await demo.stop();
    }
    return 0;
  } catch (error) {
    const { message, advice } = error as SetupError;
    process.stderr.write(
      `\n✗ The demo failed: ${message}\n${advice ? `  ${advice}\n` : '  Try `npm run demo -- --reset`; if that fails too, report what is printed above.\n'}`,
    );
    return 1;
  }
}

function directusMajor(text: string): DirectusMajor {
  if (text === '11') return 11;
  if (text === '12') return 12;
  throw new SetupError(`--directus ${text} is not a major of Directus that One-Roof runs on`, 'Give 11 or 12.');
}

function sayWhatIsLeftOut(major: DirectusMajor): void {
  const limit = DIRECTUS_LIMITS[major].collections;
  const { objects, whole } = referenceCase(limit);
  if (objects < whole)
    process.stderr.write(
      `• Directus ${major} Core allows ${limit} collections: the demo shows ${objects} of the ${whole} of the reference case.\n`,
    );
}

function portNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new SetupError(`--port ${text} is not a port`, 'Give a number from 1 to 65535.');
}
