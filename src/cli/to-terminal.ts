import { terminalDocument } from '../text/terminal.ts';
import type { TerminalText } from '../text/terminal.ts';

/* The one place that writes to the terminal; eslint.config.js refuses the streams everywhere else. */

/** Writes text and a line break to standard output. */
export function printOut(text: TerminalText): void {
  process.stdout.write(`${String(text)}\n`);
}

/** Writes text and a line break to standard error. */
export function printErr(text: TerminalText): void {
  process.stderr.write(`${String(text)}\n`);
}

/** Writes to standard error where somebody watches. */
export function printProgress(text: TerminalText): void {
  if (process.stderr.isTTY) printErr(text);
}

/** Output of Commander: help, and errors about the arguments. */
export function commanderOutput(showsErrors: boolean): {
  writeOut: (text: string) => void;
  writeErr: (text: string) => void;
} {
  const write = (stream: NodeJS.WriteStream) => (text: string) => void stream.write(String(terminalDocument(text)));
  return { writeOut: write(process.stdout), writeErr: showsErrors ? write(process.stderr) : () => undefined };
}

/** Readers that have seen enough (`| head`) are no error; what they did not read changes no verdict. */
export function allowClosedOutput(): void {
  process.stdout.on('error', () => undefined);
}
