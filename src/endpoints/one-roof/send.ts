import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { ENVELOPE_TYPE } from '../../contract/envelope-type.ts';
import type { Route } from '../../contract/routes.ts';
import { csv } from '../../text/csv.ts';
import type { Csv } from '../../text/csv.ts';

/** A strong entity tag of whatever decides what is answered. */
export function tagOf(value: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(value)).digest('base64url')}"`;
}

/** Sets the tag. True if the caller already has what it stands for: `sendNotModified` is the answer then. */
export function isCurrent(request: Request, response: Response, tag: string): boolean {
  response.setHeader('ETag', tag);
  response.setHeader('Cache-Control', 'private, no-cache');
  response.vary('Accept').vary('Authorization').vary('Cookie');
  return request.fresh;
}

/** Answers 304. `started`: see send(). */
export function sendNotModified(response: Response, started: number): void {
  showTiming(response, started);
  response.status(304).end();
}

/**
 * Sends an answer in the envelope of its route: JSON, or CSV for a list if the caller prefers it. `started` is when the
 * request reached us (performance.now()): a browser shows what it took in our hands, apart from Directus's own part.
 */
export function send(
  request: Request,
  response: Response,
  route: Route,
  answer: unknown,
  tag: string | null,
  started: number,
): void {
  const { data, next } = route.answers === 'list' ? pageOf(answer) : { data: answer, next: undefined };
  if (tag === null && isCurrent(request, response, tagOf(data))) {
    sendNotModified(response, started);
    return;
  }
  showTiming(response, started);
  if (typeof next === 'string') response.links({ next: pageUrl(request, next) });

  if (route.answers !== 'object' && request.accepts('json', 'csv') === 'csv') {
    response.type('text/csv').send(csvOf(route, data as Record<string, unknown>[]));
    return;
  }
  if (request.accepts('json', 'csv', ENVELOPE_TYPE) === ENVELOPE_TYPE) response.type(ENVELOPE_TYPE);
  response.json({ data, meta: next === undefined ? {} : { next } });
}

/** Sends an object that must not be stored anywhere: the answer of a command, and of a route that is never cached. */
export function sendUncached(response: Response, data: unknown): void {
  response.setHeader('Cache-Control', 'no-store');
  response.json({ data, meta: {} });
}

function showTiming(response: Response, started: number): void {
  response.setHeader('Server-Timing', `one-roof;dur=${(performance.now() - started).toFixed(1)}`);
}

function pageOf(answer: unknown): { data: unknown; next: string | null } {
  const { rows, next } = answer as { rows: unknown; next: string | null };
  return { data: rows, next };
}

/** The query of the next page: a relative reference (RFC 8288), so that it also holds where a proxy serves us below a prefix. */
function pageUrl(request: Request, cursor: string): string {
  const { searchParams } = new URL(request.originalUrl, 'http://localhost');
  searchParams.set('cursor', cursor);
  return `?${searchParams.toString()}`;
}

function csvOf(route: Route, rows: Record<string, unknown>[]): Csv {
  return csv(rows, route.data instanceof z.ZodObject ? Object.keys(route.data.shape) : undefined);
}
