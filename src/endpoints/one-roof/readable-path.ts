import type { NextFunction, Request, Response, Router } from 'express';
import { OneRoofError } from '../../contract/errors.ts';
import { BASE_PATH } from '../../contract/paths.ts';

/** Refuses paths whose percent escapes stand for no text, on a router that is mounted at `/one-roof`. Express would fail at them. */
export function refuseUnreadablePaths(router: Router): void {
  router.use(BASE_PATH.slice('/one-roof'.length), ({ path }: Request, _response: Response, next: NextFunction) => {
    next(isReadable(path) ? undefined : unreadable(path));
  });
}

function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function unreadable(path: string): OneRoofError {
  return new OneRoofError('ONE_ROOF_BAD_REQUEST', 'The path has an invalid percent escape', {
    subject: 'path',
    expected: 'UTF-8, percent-encoded',
    found: path.slice(0, 80),
  });
}
