import { z } from 'zod';
import { PERSONAL, STRUCK } from '../../contract/personal.ts';
import type { Route } from '../../contract/routes.ts';

/** An e-mail address, wherever it stands in a text. */
const ADDRESS = /[^\s"'`<>()[\]{},;:|=]+@[^\s"'`<>()[\]{},;:|=]+/g;

/**
 * An answer without personal data, as its schema marks it: for whoever may use the route and may not read governance.
 *
 * @param paths files of the server, which texts do not name either.
 */
export function withoutPeople(schema: z.core.$ZodType, value: unknown, paths: readonly string[]): unknown {
  if (value === null || value === undefined) return value;
  const kind = z.globalRegistry.get(schema)?.[PERSONAL];
  if (kind === 'person') return schema instanceof z.ZodNullable ? null : STRUCK;
  if (kind === 'text' && typeof value === 'string') return struck(value, paths);

  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional)
    return withoutPeople(schema.unwrap(), value, paths);
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    if (z.globalRegistry.get(schema.element)?.[PERSONAL] === 'person') return [];
    return value.map((item: unknown) => withoutPeople(schema.element, item, paths));
  }
  if (schema instanceof z.ZodObject && typeof value === 'object') {
    const shape: Readonly<Record<string, z.core.$ZodType | undefined>> = schema.shape;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        const part = Object.hasOwn(shape, name) ? shape[name] : undefined;
        return [name, part === undefined ? inner : withoutPeople(part, inner, paths)];
      }),
    );
  }
  return value;
}

/** The same for what a route answers: one object, rows, or a page of them. */
export function answerWithoutPeople({ answers, data }: Route, answer: unknown, paths: readonly string[]): unknown {
  const row = (value: unknown) => withoutPeople(data, value, paths);
  if (answers === 'object') return row(answer);
  if (answers === 'rows') return (answer as unknown[]).map(row);
  const { rows, ...page } = answer as { rows: unknown[] };
  return { ...page, rows: rows.map(row) };
}

function struck(text: string, paths: readonly string[]): string {
  return paths.reduce((rest, path) => rest.replaceAll(path, STRUCK), text).replace(ADDRESS, STRUCK);
}
