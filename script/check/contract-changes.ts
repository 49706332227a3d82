/** A part of an OpenAPI document or JSON Schema. */
type Part = Readonly<Record<string, unknown>>;

/** Direction of a schema: callers send it, or they are answered with it. */
type Direction = 'parameter' | 'answer';

/**
 * Lists the parts of a new OpenAPI document that break callers of the old one, in words; empty if nothing does.
 *
 * Callers go on if there is more: paths, optional parameters, properties, values of an enumeration (they are to expect
 * ones they do not know). They break if there is less, if something new is demanded of them, or if something is of
 * another type than it was.
 */
export function breakingChanges(before: Part, after: Part): string[] {
  return keysOf(before['paths']).flatMap((path) =>
    keysOf(at(before, 'paths', path)).flatMap((method) => {
      const where = `${method.toUpperCase()} ${path}`;
      const now = at(after, 'paths', path, method);
      if (now === undefined) return [`${where} is gone`];
      const was = at(before, 'paths', path, method);
      return [
        ...parameterChanges(where, was, now),
        ...bodyChanges(where, was, now),
        ...responseChanges(where, was, now, { before, after }),
      ];
    }),
  );
}

function parameterChanges(where: string, was: unknown, now: unknown): string[] {
  const [old, present] = [was, now].map(
    (operation) => new Map(listOf(at(operation, 'parameters')).map((one) => [String(at(one, 'name')), one])),
  );
  const changes: string[] = [];
  for (const [name, parameter] of old ?? []) {
    const kept = present?.get(name);
    const place = `${where}: parameter ${name}`;
    if (kept === undefined) changes.push(`${place} is gone`);
    else {
      if (at(kept, 'required') === true && at(parameter, 'required') !== true) changes.push(`${place} is required now`);
      changes.push(...new SchemaComparison('parameter').changes(place, at(parameter, 'schema'), at(kept, 'schema')));
    }
  }
  for (const [name, parameter] of present ?? [])
    if (!old?.has(name) && at(parameter, 'required') === true)
      changes.push(`${where}: parameter ${name} is new and required`);
  return changes;
}

function bodyChanges(where: string, was: unknown, now: unknown): string[] {
  const [old, present] = [was, now].map((operation) => at(operation, 'requestBody'));
  const place = `${where}: the body`;
  if (at(present, 'required') === true && at(old, 'required') !== true) return [`${place} is required now`];
  return keysOf(at(old, 'content')).flatMap((type) => {
    const kept = at(present, 'content', type);
    if (kept === undefined) return [`${place} may not be ${type} any more`];
    return new SchemaComparison('parameter').changes(place, at(old, 'content', type, 'schema'), at(kept, 'schema'));
  });
}

function responseChanges(
  where: string,
  was: unknown,
  now: unknown,
  documents: { before: Part; after: Part },
): string[] {
  return keysOf(at(was, 'responses')).flatMap((status) =>
    keysOf(at(was, 'responses', status, 'content')).flatMap((type) => {
      const place = `${where}: ${status} ${type}`;
      const kept = at(now, 'responses', status, 'content', type);
      if (kept === undefined) return [`${place} is gone`];
      return new SchemaComparison('answer', documents).changes(
        place,
        at(was, 'responses', status, 'content', type, 'schema'),
        at(kept, 'schema'),
      );
    }),
  );
}

class SchemaComparison {
  readonly #direction: Direction;
  readonly #documents: { before: Part; after: Part };
  readonly #seen = new Set<string>();

  constructor(direction: Direction, documents: { before: Part; after: Part } = { before: {}, after: {} }) {
    this.#direction = direction;
    this.#documents = documents;
  }

  /** Every alternative that callers may send must still be taken; every one that they may be answered must have been known. */
  changes(place: string, before: unknown, after: unknown): string[] {
    const pair = `${String(at(before, '$ref'))} ${String(at(after, '$ref'))}`;
    if (pair !== 'undefined undefined') {
      if (this.#seen.has(pair)) return [];
      this.#seen.add(pair);
    }
    const [was, is] = [alternatives(before, this.#documents.before), alternatives(after, this.#documents.after)];
    const isAnswer = this.#direction === 'answer';
    return (isAnswer ? is : was).flatMap((one) => {
      const attempts = (isAnswer ? was : is)
        .filter((other) => comparable(one, other))
        .map((other) => (isAnswer ? this.#differences(place, other, one) : this.#differences(place, one, other)));
      const [best] = attempts.sort((a, b) => a.length - b.length);
      return best ?? [`${place} ${isAnswer ? 'may be' : 'may not be'} ${typeOf(one)} ${isAnswer ? 'now' : 'any more'}`];
    });
  }

  #differences(place: string, was: Part, is: Part): string[] {
    return [...this.#valueDifferences(place, was, is), ...this.#partDifferences(place, was, is)];
  }

  #valueDifferences(place: string, was: Part, is: Part): string[] {
    const changes: string[] = [];
    const [old, present] = [valuesOf(was), valuesOf(is)];
    const gone = old?.filter((value) => present !== null && !present.includes(value)) ?? [];
    if (gone.length > 0) changes.push(`${place} lost ${gone.join(', ')}`);
    if (this.#direction === 'parameter') {
      if (old === null && present !== null) changes.push(`${place} takes ${present.join(', ')} only`);
      if (was['pattern'] !== is['pattern'] && is['pattern'] !== undefined) changes.push(`${place} has another pattern`);
      if (was['default'] !== undefined && JSON.stringify(was['default']) !== JSON.stringify(is['default']))
        changes.push(`${place} has another default`);
      for (const [limit, sign] of [
        ['maximum', 1],
        ['maxLength', 1],
        ['minimum', -1],
        ['minLength', -1],
        ['maxItems', 1],
        ['minItems', -1],
      ] as const)
        if (numberOf(is[limit], sign) < numberOf(was[limit], sign)) changes.push(`${place} has another ${limit}`);
    } else {
      if (old !== null && present === null) changes.push(`${place} may be anything now`);
      if (was['format'] !== undefined && was['format'] !== is['format']) changes.push(`${place} has another format`);
    }
    return changes;
  }

  #partDifferences(place: string, was: Part, is: Part): string[] {
    const changes: string[] = [];
    const [required, kept] = [was, is].map((schema) => listOf(schema['required']).map(String));
    for (const name of keysOf(was['properties'])) {
      const now = at(is, 'properties', name);
      if (now === undefined) changes.push(`${place}.${name} is gone`);
      else {
        if (this.#direction === 'answer' && required?.includes(name) && !kept?.includes(name))
          changes.push(`${place}.${name} may be missing now`);
        changes.push(...this.changes(`${place}.${name}`, at(was, 'properties', name), now));
      }
    }
    const demanded = this.#direction === 'parameter' ? kept?.filter((name) => !required?.includes(name)) : [];
    for (const name of demanded ?? []) changes.push(`${place}.${name} is required now`);
    for (const [key, suffix] of [
      ['items', '[]'],
      ['additionalProperties', '.*'],
    ] as const)
      if (typeof was[key] === 'object') changes.push(...this.changes(`${place}${suffix}`, was[key], is[key] ?? {}));
    return changes;
  }
}

/** The schemas of which a value satisfies one: those of `anyOf`, those of several types. */
function alternatives(schema: unknown, document: Part): Part[] {
  const reference = at(schema, '$ref');
  if (typeof reference === 'string')
    return alternatives(at(document, ...reference.slice('#/'.length).split('/')), document);
  const part = partOf(schema);
  const several = part['anyOf'] ?? part['oneOf'];
  if (Array.isArray(several)) return several.flatMap((one) => alternatives(one, document));
  return Array.isArray(part['type']) ? part['type'].map((type: unknown) => ({ ...part, type })) : [part];
}

function comparable(one: Part, other: Part): boolean {
  return typeOf(one) === typeOf(other);
}

function typeOf({ type }: Part): string {
  return typeof type === 'string' ? type : 'anything';
}

/** The values of an enumeration, as text; null where every value is allowed. */
function valuesOf(schema: Part): string[] | null {
  if ('const' in schema) return [String(schema['const'])];
  return Array.isArray(schema['enum']) ? schema['enum'].map(String) : null;
}

/** A limit as a number that is smaller where it lets through less. */
function numberOf(limit: unknown, sign: 1 | -1): number {
  return typeof limit === 'number' ? sign * limit : Infinity;
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((part, key) => partOf(part)[key], value);
}

function partOf(value: unknown): Part {
  return typeof value === 'object' && value !== null ? (value as Part) : {};
}

function keysOf(value: unknown): string[] {
  return Object.keys(partOf(value));
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
