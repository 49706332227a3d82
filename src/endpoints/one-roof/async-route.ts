import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { DirectusRequest } from './access.ts';
import { readError } from './read-error.ts';

/** After how many seconds it is worth asking again. */
const RETRY_AFTER = 10;

type Handler = (request: Request, response: Response) => Promise<void>;

/**
 * The wrapper of every route. A rejected handler in a custom endpoint would end the Directus process; here it becomes an
 * error answer, with our code where the error is known to us.
 */
export function asyncRoute(handler: Handler): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    void settle(handler, request, response, next);
  };
}

/** Runs a handler and answers what it throws. Never rejects, whatever fails on the way. */
export async function settle(
  handler: Handler,
  request: Request,
  response: Response,
  next: NextFunction,
): Promise<void> {
  try {
    await handler(request, response).catch((thrown: unknown) => {
      answerError(thrown, request, response, next);
    });
  } catch {
    // The error could not be answered either: the caller sees a connection that ended, and Directus goes on.
    response.destroy();
  }
}

function answerError(thrown: unknown, request: Request, response: Response, next: NextFunction): void {
  // Nothing can be added to an answer that is on its way: it is whole, or it must not look as if it were.
  if (response.headersSent) {
    if (!response.writableEnded) response.destroy();
    return;
  }
  const isAdmin = (request as DirectusRequest).accountability?.admin === true;
  const error = readError(thrown, { isAdmin, hasParameters: request.originalUrl.includes('?') });
  if (error?.status === 503) response.setHeader('Retry-After', RETRY_AFTER);
  next(error ?? thrown);
}
