import { z } from 'zod';

/** The keyword of a field with personal data, in the contract and in the OpenAPI document. */
export const PERSONAL = 'x-personal';

/**
 * How a field is shown to whoever may use the route and may not read governance (see ACCESS, confidential): an anonymous reader where
 * ONE_ROOF_PUBLIC_READ is on, an editor, somebody who filed a request.
 *   person  the whole value stands for a person: null where the field may be null, else STRUCK; in a list it is left out
 *   text    prose that may name people or files of the server: e-mail addresses and the path of the trust file become STRUCK
 */
type PersonalKind = 'person' | 'text';

/** Text that takes the place of personal data. */
export const STRUCK = '…';

/** Marks a field that names a person. */
export function personal<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.meta({ [PERSONAL]: 'person' satisfies PersonalKind });
}

/** Prose that may name people or files of the server. */
export function prose(): z.ZodString {
  return z.string().meta({ [PERSONAL]: 'text' satisfies PersonalKind });
}
