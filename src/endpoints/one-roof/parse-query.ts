import type { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';

/** Parameters that Directus itself reads from the query of every request. */
const DIRECTUS_PARAMETERS = new Set(['access_token']);

/** What a parameter is that was given more than once, or with brackets in its name: no text, so no schema takes it. */
const MANY = Symbol('many');

/**
 * Parses the query of a request by the schema of its route.
 *
 * It reads the URL itself: the parser of Directus's Express leaves out names such as `constructor`, and a filter that is left
 * out is an answer to another question.
 *
 * @throws OneRoofError ONE_ROOF_BAD_REQUEST that names the parameter.
 */
export function parseQuery<Schema extends z.ZodObject>(schema: Schema, url: string): z.output<Schema> {
  const given = parametersOf(url);
  const known = Object.keys(schema.shape);
  const unknown = [...given.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw wrong(unknown, `unknown parameter ${unknown}`, known.length > 0 ? `one of ${known.join(', ')}` : 'no parameter', given);
  }
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;

  const [issue] = parsed.error.issues;
  const subject = String(issue?.path[0] ?? 'query');
  throw wrong(subject, `${subject}: ${issue?.message ?? 'wrong'}`, expectedBy(issue), given);
}

function parametersOf(url: string): Map<string, string | typeof MANY> {
  const given = new Map<string, string | typeof MANY>();
  for (const [written, value] of new URL(url, 'http://localhost').searchParams) {
    const [name = ''] = written.split('[');
    if (!DIRECTUS_PARAMETERS.has(name)) given.set(name, given.has(name) || name !== written ? MANY : value);
  }
  return given;
}

/** What an issue of zod expected, without repeating what it says. */
function expectedBy(issue: z.core.$ZodIssue | undefined): string {
  switch (issue?.code) {
    case 'invalid_value':
      return issue.values.join(', ');
    case 'too_small':
      return `at least ${issue.minimum}${issue.origin === 'string' ? ' character' : ''}`;
    case 'too_big':
      return `at most ${issue.maximum}`;
    case 'invalid_type':
      return issue.expected === 'string' ? 'one text' : `one ${issue.expected}`;
    case 'invalid_format':
      return issue.pattern ?? issue.format;
    default:
      return 'plain text';
  }
}

function wrong(subject: string, message: string, expected: string, given: Map<string, string | typeof MANY>): OneRoofError {
  const value = given.get(subject);
  const found = value === undefined ? 'nothing' : value === MANY ? 'a list or an object' : value.slice(0, 80);
  return new OneRoofError('ONE_ROOF_BAD_REQUEST', message, { subject, expected, found });
}
