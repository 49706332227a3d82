import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';

/** Parameters that Directus itself reads from the query of every request. */
const DIRECTUS_PARAMETERS = new Set(['access_token']);

/**
 * Value of a parameter that was given more than once where it may not be, or with brackets in its name. No schema
 * accepts it.
 */
const MANY = Symbol('many');

/**
 * Parses the query of a request by the schema of its route.
 *
 * It reads the URL itself: the parser of Directus's Express leaves out names such as `constructor`, and a filter that is left
 * out is an answer to another question. A parameter whose schema is a list may be given more than once.
 *
 * @param inPath the parameters that stand in the path: they are not in the query string.
 * @throws OneRoofError ONE_ROOF_BAD_REQUEST that names the parameter.
 */
export function parseQuery<Schema extends z.ZodObject>(
  schema: Schema,
  url: string,
  inPath: Readonly<Record<string, string>> = {},
): z.output<Schema> {
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
  const known = Object.keys(shape).filter((name) => !(name in inPath));
  const given = parametersOf(url, new Set(known.filter((name) => isList(shape[name]))));
  const unknown = [...given.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw wrong(
      unknown,
      `unknown parameter ${unknown}`,
      known.length > 0 ? `one of ${known.join(', ')}` : 'no parameter',
      given,
    );
  }
  const parsed = schema.safeParse({ ...Object.fromEntries(given), ...inPath });
  if (parsed.success) return parsed.data;

  const [issue] = parsed.error.issues;
  const subject = String(issue?.path[0] ?? 'query');
  throw wrong(
    subject,
    `${subject}: ${issue?.message ?? 'wrong'}`,
    expectedBy(issue),
    new Map([...given, ...Object.entries(inPath)]),
  );
}

type Given = Map<string, string | string[] | typeof MANY>;

function parametersOf(url: string, lists: ReadonlySet<string>): Given {
  const given: Given = new Map();
  for (const [written, value] of new URL(url, 'http://localhost').searchParams) {
    const [name = ''] = written.split('[');
    if (DIRECTUS_PARAMETERS.has(name)) continue;
    const before = given.get(name);
    if (lists.has(name) && name === written) given.set(name, [...(Array.isArray(before) ? before : []), value]);
    else given.set(name, before !== undefined || name !== written ? MANY : value);
  }
  return given;
}

function isList(schema: z.core.$ZodType | undefined): boolean {
  return schema instanceof z.ZodDefault ? isList(schema.unwrap()) : schema instanceof z.ZodArray;
}

/** Expectation of an issue of zod, without repeating its message. */
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

function wrong(subject: string, message: string, expected: string, given: Given): OneRoofError {
  const value = given.get(subject);
  const found = value === undefined ? 'nothing' : value === MANY ? 'a list or an object' : String(value).slice(0, 80);
  return new OneRoofError('ONE_ROOF_BAD_REQUEST', message, { subject, expected, found });
}
