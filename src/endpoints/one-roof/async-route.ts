import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { DirectusRequest } from './access.ts';
import { readError } from './read-error.ts';

/** After how many seconds it is worth asking again. */
const RETRY_AFTER = 10;

/**
 * The wrapper of every route. A rejected handler in a custom endpoint would end the Directus process; here it becomes an
 * error answer, with our code where the error is known to us.
 */
export function asyncRoute(handler: (request: Request, response: Response) => Promise<void>): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    void (async () => {
      try {
        await handler(request, response);
      } catch (thrown) {
        const isAdmin = (request as DirectusRequest).accountability?.admin === true;
        const error = readError(thrown, { isAdmin, hasParameters: request.originalUrl.includes('?') });
        if (error?.status === 503) response.setHeader('Retry-After', RETRY_AFTER);
        next(error ?? thrown);
      }
    })();
  };
}
