import { z } from 'zod';
import { ACCESS } from './access.ts';
import type { Access } from './access.ts';
import { ErrorEnvelope, listEnvelope, objectEnvelope } from './envelope.ts';
import { COMMANDS, PLAN_WHAT_IF } from './commands.ts';
import type { Command } from './commands.ts';
import { PERSONAL } from './personal.ts';
import { PROPOSALS } from './proposals.ts';
import { BASE_PATH } from './paths.ts';
import { pathParameters, ROUTES } from './routes.ts';
import type { Route } from './routes.ts';

const COMPONENT = '#/components/schemas/';

const ETag = { schema: { type: 'string' }, description: 'Strong; the answer to If-None-Match is 304.' };

/** The OpenAPI 3.1 document of the read contract, made of the zod schemas that the endpoint answers with. */
export function openApiDocument(version: string): Record<string, unknown> {
  const schemas: Record<string, unknown> = {};
  const paths: Record<string, Record<string, unknown>> = Object.fromEntries(
    Object.entries(ROUTES).map(([name, route]) => [template(route.path), { get: operation(name, route, schemas) }]),
  );
  paths[template(PLAN_WHAT_IF.path)] = { post: planWhatIf(schemas) };
  for (const [name, command] of Object.entries(COMMANDS)) {
    const path = template(command.path);
    paths[path] = { ...paths[path], post: commandOperation(name, command, schemas) };
  }
  jsonSchema(ErrorEnvelope, schemas);

  return {
    openapi: '3.1.0',
    info: {
      title: 'One-Roof read contract',
      version,
      description:
        'Who is accountable for what, what nobody owns, whether the gate is open, and what people are asked to decide. GET changes nothing. ' +
        `\`x-access\` says who may use an operation, \`x-session\` that it requires a session of the person. \`${PERSONAL}\` marks fields that callers who may not ` +
        'read governance get without names: `person` is null, left out of its list or struck out, `text` has e-mail addresses and server paths struck out.',
      'x-access-rules': ACCESS,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths,
    components: {
      schemas,
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A Directus access token.' } },
    },
    security: [{ token: [] }],
  };
}

function operation(name: string, route: Route, schemas: Record<string, unknown>): Record<string, unknown> {
  const answer =
    route.answers === 'list'
      ? listEnvelope(route.data)
      : objectEnvelope(route.answers === 'rows' ? z.array(route.data) : route.data);
  return {
    operationId: name,
    summary: route.summary,
    ...accessOf(route.access),
    parameters: parameters(route.query, pathParameters(route.path)),
    responses: {
      200: {
        description: route.summary,
        ...(route.cached === 'never' ? {} : { headers: { ETag } }),
        content: {
          'application/json': { schema: jsonSchema(answer, schemas) },
          ...(route.answers === 'object' ? {} : { 'text/csv': { schema: { type: 'string' } } }),
        },
      },
      ...(route.cached === 'never' ? {} : { 304: { description: 'Not changed since the ETag in If-None-Match.' } }),
      400: error('A query parameter is unknown or wrong; the error names it.'),
      403: error('The caller may not read this.'),
      404: error('There is no such object.'),
      503: error('One-Roof is closed, which administrators are told why; or the database did not answer in time.'),
    },
  };
}

/** The one command that is no act of a person and needs no session. */
function planWhatIf(schemas: Record<string, unknown>): Record<string, unknown> {
  const { access, summary, body, data } = PLAN_WHAT_IF;
  const { $schema: _dialect, ...schema } = z.toJSONSchema(body, { io: 'input' });
  return {
    operationId: 'planWhatIf',
    summary,
    ...accessOf(access),
    requestBody: {
      required: true,
      content: { 'application/json': { schema } },
    },
    responses: {
      200: {
        description: summary,
        content: { 'application/json': { schema: jsonSchema(objectEnvelope(data), schemas) } },
      },
      400: error('The body is not JSON, or not of this form; the error names what is wrong.'),
      403: error('The caller is not an administrator.'),
      404: error('Something that is to be retired or moved does not exist.'),
      422: error('The plan has problems; `problems` lists them with line and column.'),
      503: error('One-Roof is closed; or the database did not answer in time.'),
    },
  };
}

function error(description: string): Record<string, unknown> {
  return { description, content: { 'application/json': { schema: { $ref: `${COMPONENT}Errors` } } } };
}

/** Describes who may use an operation: the rule, and what it says. */
function accessOf(access: Access): Record<string, string> {
  return { 'x-access': access, description: `For: ${ACCESS[access]}` };
}

/** Describes a command of people. It needs a session of their own, which a token that never expires is not. */
function commandOperation(
  name: string,
  { path, access, summary, body, data }: Command,
  schemas: Record<string, unknown>,
): Record<string, unknown> {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(body, { io: 'input' });
  return {
    operationId: name,
    summary,
    ...accessOf(access),
    'x-session': true,
    ...(name === 'createRequest' ? { 'x-proposals': proposals(schemas) } : {}),
    parameters: pathParameters(path).map((parameter) => ({
      name: parameter,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: {
      200: {
        description: summary,
        content: { 'application/json': { schema: jsonSchema(objectEnvelope(data), schemas) } },
      },
      400: error('The body is not JSON, or not of this form; the error names what is wrong.'),
      403: error('The caller may not do this, or has no session of their own. A static token does not count as one.'),
      404: error('There is no such request.'),
      412: error('The request has changed, its status does not allow this, or the challenge is no longer open.'),
      503: error('One-Roof is closed; or the database did not answer in time.'),
    },
  };
}

/** Describes what a request may propose, by the kind of its subject: the form of `proposed_action` of the body. */
function proposals(schemas: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(PROPOSALS).map(([kind, { id, subject, action, says, schema, example }]) => {
      const { $schema: _dialect, ...form } = z.toJSONSchema(schema, { io: 'input' });
      schemas[id] = { ...form, description: says, examples: [example] };
      return [kind, { subject, action, schema: { $ref: `${COMPONENT}${id}` }, example }];
    }),
  );
}

/** The path as OpenAPI writes it. */
function template(path: string): string {
  return `${BASE_PATH}${path.replace(/:([a-z]+)/g, '{$1}')}`;
}

function parameters(query: z.ZodObject, inPath: readonly string[]): unknown[] {
  const schema = z.toJSONSchema(query, { io: 'input' });
  const required = schema.required ?? [];
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const { description, ...rest } = property as { description?: string };
    return {
      name,
      in: inPath.includes(name) ? 'path' : 'query',
      required: required.includes(name),
      schema: rest,
      ...(description === undefined ? {} : { description }),
    };
  });
}

/** The JSON Schema of `schema`; every part of it that has an id goes to `schemas` and is referred to. */
function jsonSchema(schema: z.ZodType, schemas: Record<string, unknown>): unknown {
  const {
    $defs = {},
    $schema: _dialect,
    ...body
  } = z.toJSONSchema(schema, {
    io: 'output',
    override: ({ jsonSchema: part }) => {
      delete part.id; // the name of the component says it
      if (part.additionalProperties === false) delete part.additionalProperties; // a later version may answer more
    },
  });
  for (const [id, definition] of Object.entries($defs)) schemas[id] = pointedAtComponents(definition);
  return pointedAtComponents(body);
}

function pointedAtComponents(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointedAtComponents);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' ? inner.replace('#/$defs/', COMPONENT) : pointedAtComponents(inner),
    ]),
  );
}
