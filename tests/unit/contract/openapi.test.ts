import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../src/contract/openapi.ts';
import { COMMANDS } from '../../../src/contract/commands.ts';
import { ROUTES } from '../../../src/contract/routes.ts';

describe('the OpenAPI document', () => {
  const document = openApiDocument('1.2.3') as {
    openapi: string;
    paths: Record<string, { get: { parameters: { name: string; required: boolean; schema: unknown }[] } }>;
    components: { schemas: Record<string, unknown> };
  };

  it('is 3.1 and has every route of the contract for GET, and the commands for POST', () => {
    expect(document.openapi).toBe('3.1.0');
    const pathsOf = (...paths: string[]) => paths.map((path) => `/one-roof/v1${path.replace(':code', '{code}')}`);
    const having = (verb: string) =>
      Object.entries(document.paths).flatMap(([path, verbs]) => (verb in verbs ? [path] : []));
    expect(having('get')).toEqual(pathsOf(...Object.values(ROUTES).map(({ path }) => path)));
    expect(having('post').toSorted()).toEqual(
      pathsOf('/plan/what-if', ...Object.values(COMMANDS).map(({ path }) => path)).toSorted(),
    );
    expect(document.paths['/one-roof/v1/requests/{code}']?.get.parameters).toMatchObject([
      { name: 'code', in: 'path', required: true },
    ]);
    expect(document.paths['/one-roof/v1/gate']?.get.parameters).toMatchObject([
      { name: 'release', in: 'query', required: false },
    ]);
  });

  it('has no reference that leads nowhere, and no schema that is not used', () => {
    const text = JSON.stringify(document);
    const references = new Set([...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name));
    expect([...references].sort()).toEqual(Object.keys(document.components.schemas).sort());
    expect(text).not.toContain('$defs');
    for (const [name, schema] of Object.entries(document.components.schemas))
      expect(schema, name).not.toHaveProperty('$ref');
  });

  it('says which parameters a list takes, and what limits them', () => {
    const parameters = document.paths['/one-roof/v1/coverage/gaps']?.get.parameters ?? [];
    expect(parameters.map(({ name, required }) => [name, required])).toEqual([
      ['group', false],
      ['scope', false],
      ['search', false],
      ['planned_owner', false],
      ['sort', false],
      ['limit', false],
      ['cursor', false],
    ]);
    expect(parameters.find(({ name }) => name === 'limit')?.schema).toMatchObject({
      minimum: 1,
      maximum: 500,
      default: 100,
    });
    expect(document.paths['/one-roof/v1/coverage/ownership-detail']?.get.parameters).toMatchObject([
      { name: 'object', required: true },
    ]);
  });
});
