import type { Request } from 'express';
import type { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';

/**
 * The body of a command. Only JSON: that is what a page of another site cannot send with the cookie of the user.
 *
 * @throws OneRoofError ONE_ROOF_BAD_REQUEST that names what is wrong.
 */
export function parseBody<Schema extends z.ZodType>(schema: Schema, request: Request): z.output<Schema> {
  if (!request.is('application/json')) {
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', 'The body is not JSON', {
      subject: 'Content-Type',
      expected: 'application/json',
      found: request.get('content-type') ?? 'nothing',
    });
  }
  const parsed = schema.safeParse(request.body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  throw new OneRoofError('ONE_ROOF_BAD_REQUEST', `${path === '' ? 'body' : path}: ${issue?.message ?? 'wrong'}`, {
    subject: String(issue?.path[0] ?? 'body'),
    expected: 'a body as docs/openapi.json has it',
  });
}
