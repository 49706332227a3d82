import { printable } from '../../seal/folder/byte-path.ts';
import { SealError } from '../../seal/seal-error.ts';
import { terminal, terminalJson } from '../../text/terminal.ts';
import type { TerminalText } from '../../text/terminal.ts';

/**
 * Text for a run that could not judge. Whatever went wrong, it is never a verdict that everything is as it should be.
 */
export function printSealError(error: unknown, asJson: boolean): TerminalText {
  const message = error instanceof Error ? error.message : String(error);
  const detail = error instanceof SealError ? error.detail : {};
  if (asJson) return terminalJson({ verdict: 'malformed', problems: [{ message, ...detail }] });
  return terminal(
    `one-roof-seal: ${printable(message)}`,
    ...(detail.expected === undefined ? [] : [`  expected: ${printable(detail.expected)}`]),
    ...(detail.found === undefined ? [] : [`  found:    ${printable(detail.found)}`]),
    ...(detail.fix === undefined ? [] : [`  to do:    ${printable(detail.fix)}`]),
  );
}
