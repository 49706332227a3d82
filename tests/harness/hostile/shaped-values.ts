import fc from 'fast-check';
import { seldom, wildJson, wildText } from './wild-values.ts';

/** The part of JSON Schema that our contract is written in. */
export interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
}

/** Values that exist, by the name of the property that they are values of: with them a request comes further than its schema. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

/** Values of the form that a schema has, mostly: now and then one place holds anything at all. */
export function shaped(schema: JsonSchema, known: Known, name = ''): fc.Arbitrary<unknown> {
  const ofForm = wellFormed(schema, known, name);
  const existing = known[name];
  return fc.oneof(
    { weight: 30, arbitrary: ofForm },
    ...(existing === undefined ? [] : [{ weight: 60, arbitrary: fc.constantFrom(...existing) }]),
    { weight: 1, arbitrary: wildJson },
  );
}

function wellFormed(schema: JsonSchema, known: Known, name: string): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => wellFormed(choice, known, name)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object':
      return objects(schema, known);
    case 'array':
      return fc.array(shaped(schema.items ?? {}, known, name), { maxLength: Math.min(schema.maxItems ?? 5, 5) });
    case 'integer':
      return fc.integer({ min: bounded(schema.minimum, -5), max: bounded(schema.maximum, 1000) });
    case 'number':
      return fc.double();
    case 'boolean':
      return fc.boolean();
    case 'string':
      return texts(schema);
    default:
      return wildJson;
  }
}

function objects({ properties, required = [] }: JsonSchema, known: Known): fc.Arbitrary<unknown> {
  if (properties === undefined) return fc.dictionary(wildText, wildJson, { maxKeys: 4 });
  const shape = Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => [name, shaped(inner, known, name)]),
  );
  return fc
    .tuple(fc.record(shape, { requiredKeys: required }), seldom(fc.tuple(wildText, wildJson), 25))
    .map(([value, more]) => (more === null ? value : { ...value, [more[0]]: more[1] }));
}

function texts({ pattern, format, minLength, maxLength = 40 }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'date-time') {
    return fc
      .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString());
  }
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.string({
    unit: 'grapheme',
    minLength: minLength ?? 0,
    maxLength: Math.max(minLength ?? 0, Math.min(maxLength, 200)),
  });
}

function bounded(limit: number | undefined, usual: number): number {
  return limit === undefined || Math.abs(limit) > 1e9 ? usual : limit;
}
