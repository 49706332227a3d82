import { describe, expect, it } from 'vitest';
import { breakingChanges } from '../../../script/check/contract-changes.ts';
import { openApiDocument } from '../../../src/contract/openapi.ts';

interface Schema {
  type?: string;
  enum?: string[];
  anyOf?: Schema[];
  properties: Record<string, Schema>;
  required: string[];
  items: Schema;
  [key: string]: unknown;
}
interface Operation {
  parameters: { name: string; in: string; required: boolean; schema: Schema }[];
  requestBody: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content: Record<string, { schema: Schema }> }>;
}
interface Document {
  [key: string]: unknown;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const current = () => JSON.parse(JSON.stringify(openApiDocument('v1'))) as Document;
const gaps = (document: Document) => document.paths['/one-roof/v1/coverage/gaps']!['get']!;
const parameter = (document: Document, name: string) => gaps(document).parameters.find((one) => one.name === name)!;
const body = (document: Document) =>
  document.paths['/one-roof/v1/plan/what-if']!['post']!.requestBody.content['application/json']!.schema;
const schema = (document: Document, name: string) => document.components.schemas[name]!;

/** Breaks that follow when the document becomes what `change` makes of it. */
function changesBy(change: (document: Document) => void): string[] {
  const after = current();
  change(after);
  return breakingChanges(current(), after);
}

describe('what breaks callers of the contract', () => {
  const gapsPath = 'GET /one-roof/v1/coverage/gaps';
  const summary = 'GET /one-roof/v1/coverage/summary: 200 application/json.data';
  it.each<[string, (document: Document) => void, string]>([
    ['a path is gone', (d) => delete d.paths['/one-roof/v1/gate'], 'GET /one-roof/v1/gate is gone'],
    ['a method is gone', (d) => delete d.paths['/one-roof/v1/gate']!['get'], 'GET /one-roof/v1/gate is gone'],
    [
      'a media type is gone',
      (d) => delete gaps(d).responses['200']!.content['text/csv'],
      `${gapsPath}: 200 text/csv is gone`,
    ],
    ['a status is gone', (d) => delete gaps(d).responses['503'], `${gapsPath}: 503 application/json is gone`],
    [
      'a parameter is gone',
      (d) => (gaps(d).parameters = gaps(d).parameters.filter(({ name }) => name !== 'group')),
      `${gapsPath}: parameter group is gone`,
    ],
    [
      'a new parameter is required',
      (d) => gaps(d).parameters.push({ ...parameter(d, 'group'), name: 'colour', required: true }),
      `${gapsPath}: parameter colour is new and required`,
    ],
    [
      'a parameter is required',
      (d) => (parameter(d, 'group').required = true),
      `${gapsPath}: parameter group is required now`,
    ],
    ['an order is gone', (d) => parameter(d, 'sort').schema.enum!.pop(), `${gapsPath}: parameter sort lost -since`],
    [
      'another order is the default',
      (d) => (parameter(d, 'sort').schema['default'] = 'since'),
      `${gapsPath}: parameter sort has another default`,
    ],
    [
      'a page is shorter',
      (d) => (parameter(d, 'limit').schema['maximum'] = 100),
      `${gapsPath}: parameter limit has another maximum`,
    ],
    [
      'a page is at least',
      (d) => (parameter(d, 'limit').schema['minimum'] = 10),
      `${gapsPath}: parameter limit has another minimum`,
    ],
    [
      'a code has another form',
      (d) => (parameter(d, 'scope').schema['pattern'] = '^x$'),
      `${gapsPath}: parameter scope has another pattern`,
    ],
    [
      'text is limited to some',
      (d) => (parameter(d, 'cursor').schema.enum = ['a']),
      `${gapsPath}: parameter cursor takes a only`,
    ],
    [
      'a parameter has another type',
      (d) => (parameter(d, 'limit').schema.type = 'string'),
      `${gapsPath}: parameter limit may not be integer any more`,
    ],
    [
      'a list of a body is shorter',
      (d) => (body(d).properties['retire']!['maxItems'] = 1),
      'POST /one-roof/v1/plan/what-if: the body.retire has another maxItems',
    ],
    [
      'a field of a body is gone',
      (d) => delete body(d).properties['move'],
      'POST /one-roof/v1/plan/what-if: the body.move is gone',
    ],
    [
      'a field of a body is required',
      (d) => body(d).required.push('retire'),
      'POST /one-roof/v1/plan/what-if: the body.retire is required now',
    ],
    [
      'a body may be text only',
      (d) => body(d).properties['plan']!.anyOf!.pop(),
      'POST /one-roof/v1/plan/what-if: the body.plan may not be object any more',
    ],
    [
      'a field is gone',
      (d) => delete schema(d, 'CoverageSummary').properties['gap_cells'],
      `${summary}.gap_cells is gone`,
    ],
    [
      'a field may be missing',
      (d) => schema(d, 'CoverageSummary').required.shift(),
      `${summary}.total_cells may be missing now`,
    ],
    [
      'a field may be null',
      (d) =>
        (schema(d, 'CoverageSummary').properties['objects'] = {
          anyOf: [schema(d, 'CoverageSummary').properties['objects']!, { type: 'null' } as Schema],
        } as Schema),
      `${summary}.objects may be null now`,
    ],
    [
      'a field has another type',
      (d) => (schema(d, 'CoverageSummary').properties['objects']!.type = 'string'),
      `${summary}.objects may be string now`,
    ],
    [
      'a field of a row has another type',
      (d) => (schema(d, 'GapCell').properties['scope'] = { type: 'object' } as Schema),
      `${gapsPath}: 200 application/json.data[].scope may be object now`,
    ],
    [
      'a time has another format',
      (d) => (schema(d, 'GapCell').properties['since']!['format'] = 'date'),
      `${gapsPath}: 200 application/json.data[].since has another format`,
    ],
    [
      'an enumeration is narrower',
      (d) => schema(d, 'Gate').properties['verdict']!.enum!.shift(),
      'GET /one-roof/v1/gate: 200 application/json.data.verdict lost READY',
    ],
    [
      'an enumeration is none any more',
      (d) => delete schema(d, 'Gate').properties['verdict']!.enum,
      'GET /one-roof/v1/gate: 200 application/json.data.verdict may be anything now',
    ],
    [
      'a field of the values of a record is gone',
      (d) =>
        delete (schema(d, 'ObjectCoverage').properties['cells']!['additionalProperties'] as Schema).properties['state'],
      'GET /one-roof/v1/coverage/by-object: 200 application/json.data[].cells.*.state is gone',
    ],
  ])('%s', (_title, change, expected) => {
    expect(changesBy(change)).toContain(expected);
  });
});

describe('what breaks nobody', () => {
  it.each<[string, (document: Document) => void]>([
    ['nothing', () => undefined],
    ['a new path', (d) => (d.paths['/one-roof/v1/new'] = d.paths['/one-roof/v1/gate']!)],
    [
      'a new parameter that need not be given',
      (d) => gaps(d).parameters.push({ ...parameter(d, 'group'), name: 'colour' }),
    ],
    ['a new order', (d) => parameter(d, 'sort').schema.enum!.push('colour')],
    ['longer pages', (d) => (parameter(d, 'limit').schema['maximum'] = 1000)],
    ['a parameter that takes any text', (d) => delete parameter(d, 'group').schema['pattern']],
    ['a new field', (d) => (schema(d, 'CoverageSummary').properties['colour'] = { type: 'string' } as Schema)],
    ['a new value of an enumeration', (d) => schema(d, 'Gate').properties['verdict']!.enum!.push('MAYBE')],
    [
      'a field that is never null any more',
      (d) => (schema(d, 'CoverageSummary').properties['coverage_pct'] = { type: 'number' } as Schema),
    ],
    ['a field that is never missing any more', (d) => schema(d, 'Health').required.push('reason')],
    ['another description', (d) => (schema(d, 'Gate')['description'] = 'x')],
  ])('%s', (_title, change) => {
    expect(changesBy(change)).toEqual([]);
  });
});
