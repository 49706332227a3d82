import { readOptions } from './read-options.ts';
import { SetupError } from './setup/setup-error.mjs';
import { startDemo } from './demo/start-demo.ts';
import { invitation, summarizeDemo } from './demo/summary.ts';

// npm run demo: a real Directus 11 with the packed extension and the reference case. Stays up until Ctrl-C.

const USAGE = 'npm run demo -- [--once] [--json] [--port NUMBER] [--reset] [--snapshot FILE]';
const HELP = `${USAGE}
  --once            stop after printing the summary
  --json            print the summary as one JSON object on one line
  --port NUMBER     the port Directus listens on (default: 8055, or a free one)
  --reset           start from an empty database
  --snapshot FILE   load this Directus schema snapshot instead of the reference case`;

const OPTIONS = {
  once: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
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
    const demo = await startDemo({ reset: values.reset, port: portNumber(values.port), snapshot: values.snapshot });
    try {
      const { summary, text } = await summarizeDemo(demo);
      process.stdout.write(`${values.json ? JSON.stringify(summary) : values.once ? text : `${text}\n${invitation(summary)}`}\n`);
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

function portNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new SetupError(`--port ${text} is not a port`, 'Give a number from 1 to 65535.');
}
