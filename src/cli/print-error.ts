import { CommanderError } from 'commander';
import { OneRoofError } from '../contract/errors.ts';
import { asOneRoofError } from '../governance/as-one-roof-error.ts';

const ERROR = 1;
const USAGE = 2;

/** An error as it is printed on standard error, and the exit code that it ends the program with. */
export interface PrintedError {
  exitCode: number;
  text: string;
}

/** What to print for something thrown: a text for people, or one JSON object on one line in the form of the HTTP API. */
export function printError(thrown: unknown, asJson: boolean): PrintedError {
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return { exitCode: 0, text: '' }; // --help, --version
    // Commander itself has told people.
    return { exitCode: USAGE, text: asJson ? errorJson(usageError(thrown)) : '' };
  }
  const known = asOneRoofError(thrown);
  if (known !== null) return { exitCode: known.exitCode, text: asJson ? errorJson(known) : errorText(known) };
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { exitCode: ERROR, text: asJson ? errorJson({ message, code: 'INTERNAL_SERVER_ERROR' }) : `one-roof: ${message}\n` };
}

function usageError({ code, message }: CommanderError): OneRoofError {
  const said = code === 'commander.help' ? 'a command is missing' : message.replace(/^error: /, '');
  return new OneRoofError('ONE_ROOF_BAD_REQUEST', said, { fix: 'one-roof --help lists the commands' });
}

function errorJson({ message, code, extensions }: { message: string; code: string; extensions?: object }): string {
  return `${JSON.stringify({ errors: [{ message, extensions: { code, ...extensions } }] })}\n`;
}

/** What an error says, read top to bottom: what happened, what was expected, what was found, what to do. */
function errorText({ message, extensions }: OneRoofError): string {
  const { expected, found, fix, problems, obstacles } = extensions;
  const places = Array.isArray(problems)
    ? (problems as { line: number; column: number; path: string; message: string }[]).map(
        (problem) =>
          `  line ${problem.line}, column ${problem.column}${problem.path === '' ? '' : ` (${problem.path})`}: ${problem.message}`,
      )
    : [];
  const lines = [
    `one-roof: ${message}`,
    ...places,
    ...obstacleLines(obstacles),
    ...(expected === undefined ? [] : [`  expected: ${expected}`]),
    ...(found === undefined ? [] : [`  found:    ${found}`]),
    ...(fix === undefined ? [] : [`  to do:    ${fix}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** What stands in the way of enforcing, a line each. */
function obstacleLines(obstacles: unknown): string[] {
  return Array.isArray(obstacles)
    ? (obstacles as { collection: string | null; explanation: string }[]).map(
        ({ collection, explanation }) => `  ${collection === null ? '' : `${collection}: `}${explanation}`,
      )
    : [];
}
