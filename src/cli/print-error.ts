import { CommanderError } from 'commander';
import { EXIT, OneRoofError } from '../contract/errors.ts';
import { codeOf, SQLSTATE } from '../database/sessions/sqlstates.ts';
import { asOneRoofError, CONNECTION_LOST } from '../governance/errors/as-one-roof-error.ts';
import { terminal, terminalJson } from '../text/terminal.ts';
import type { TerminalText } from '../text/terminal.ts';
import { SealError } from '../seal/seal-error.ts';

/** An error as it is printed on standard error, and the exit code that it ends the program with. */
export interface PrintedError {
  exitCode: number;
  /** Null where everything is said already. */
  text: TerminalText | null;
}

/** Formats something thrown: a text for people, or one JSON object on one line in the form of the HTTP API. */
export function printError(thrown: unknown, asJson: boolean): PrintedError {
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return { exitCode: EXIT.done, text: null }; // --help, --version
    // Commander itself has told people.
    return { exitCode: EXIT.usage, text: asJson ? errorJson(usageError(thrown)) : null };
  }
  const known = withDriversWords(asOneRoofError(thrown) ?? ofThisProgram(thrown), thrown);
  if (known !== null) return { exitCode: known.exitCode, text: asJson ? errorJson(known) : errorText(known) };
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    exitCode: EXIT.error,
    text: asJson ? errorJson({ message, code: 'INTERNAL_SERVER_ERROR' }) : terminal(`one-roof: ${message}`),
  };
}

/**
 * Translates errors that only this program meets: a packet that cannot be written, a named database that does not
 * exist.
 */
function ofThisProgram(thrown: unknown): OneRoofError | null {
  if (thrown instanceof SealError)
    return new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', thrown.message, { ...thrown.detail });
  if (!(thrown instanceof Error) || codeOf(thrown) !== SQLSTATE.invalid_catalog_name) return null;
  return new OneRoofError('ONE_ROOF_NOT_FOUND', thrown.message, {
    expected: 'the name of a database of this server',
    fix: 'Check the spelling. A clone is made with createdb and pg_dump: docs/release.md, "On a clone".',
  });
}

/** At the command line the words of the driver say which host and port; over HTTP nobody is told. */
function withDriversWords(known: OneRoofError | null, thrown: unknown): OneRoofError | null {
  if (known?.extensions['reason'] !== CONNECTION_LOST || !(thrown instanceof Error) || known === thrown) return known;
  return new OneRoofError(known.code, known.message, { ...known.extensions, found: thrown.message });
}

function usageError({ code, message }: CommanderError): OneRoofError {
  const said = code === 'commander.help' ? 'a command is missing' : message.replace(/^error: /, '');
  return new OneRoofError('ONE_ROOF_BAD_REQUEST', said, { fix: 'one-roof --help lists the commands' });
}

function errorJson({
  message,
  code,
  extensions,
}: {
  message: string;
  code: string;
  extensions?: object;
}): TerminalText {
  return terminalJson({ errors: [{ message, extensions: { code, ...extensions } }] });
}

/** Text of an error, read top to bottom: what happened, what was expected, what was found, what to do. */
function errorText({ message, extensions }: OneRoofError): TerminalText {
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
  return terminal(...lines);
}

/** Obstacles to enforcing, a line each. */
function obstacleLines(obstacles: unknown): string[] {
  return Array.isArray(obstacles)
    ? (obstacles as { collection: string | null; explanation: string }[]).map(
        ({ collection, explanation }) => `  ${collection === null ? '' : `${collection}: `}${explanation}`,
      )
    : [];
}
