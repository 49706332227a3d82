import { OneRoofError } from '../../contract/errors.ts';
import type { EmittedEvent } from '../../contract/event.ts';
import { parseObjectAddress } from '../ownership/ownership-detail.ts';

/** An event as people write it down: in options of a command, in the form of an operation. */
export interface DescribedEvent {
  domain?: string | undefined;
  type: string;
  /** `type:name` of what it is about; without a type, a collection. */
  subject?: string | null | undefined;
  /** Its canonical address, where that is another one than the subject. */
  address?: string | null | undefined;
  correlation?: string | null | undefined;
  stream?: string | undefined;
  lane?: string | undefined;
  severity?: string | undefined;
  /** A JSON object, or its text. */
  payload?: unknown;
}

/**
 * The event that is meant. What was left empty is missing, and the database says so.
 * @throws OneRoofError ONE_ROOF_BAD_REQUEST if the payload is no JSON object.
 */
export function describeEvent({ subject, address, correlation, payload, ...rest }: DescribedEvent): EmittedEvent {
  const about = isSaid(subject) ? parseObjectAddress(subject) : null;
  return {
    ...rest,
    subject_table: about?.type,
    subject_ref: about?.ref,
    canonical_address: isSaid(address) ? address : about === null ? undefined : `${about.type}:${about.ref}`,
    correlation_id: isSaid(correlation) ? correlation : undefined,
    payload: payloadOf(payload),
  };
}

function isSaid(text: string | null | undefined): text is string {
  return text !== null && text !== undefined && text.trim() !== '';
}

function payloadOf(payload: unknown): Record<string, unknown> {
  if (payload === null || payload === undefined || payload === '') return {};
  const value = typeof payload === 'string' ? jsonOrUndefined(payload) : payload;
  if (isObject(value)) return value;
  throw new OneRoofError('ONE_ROOF_BAD_REQUEST', 'The payload is not a JSON object', {
    subject: 'payload',
    expected: 'a JSON object',
    found: (typeof payload === 'string' ? payload : JSON.stringify(payload)).slice(0, 80),
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
