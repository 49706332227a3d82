/** Problems of reading, and what to do about them. */
export const problem = {
  forbidden: 'You may not see governance',
  forbiddenFix: 'Ask an administrator to add your role to `ONE_ROOF_READ_ROLES`.',
  stillInForm: 'You can still see who owns a collection in its item form.',
  closed: 'One-Roof is closed',
  closedNote: 'The rest of Directus is not affected.',
  absent: 'One-Roof does not answer',
  absentFix: 'Restart Directus with the whole extension enabled.',
  offline: 'The server cannot be reached',
  offlineFix: 'Check the connection and try again.',
  notFound: 'One-Roof does not know this object',
  notFoundFix: 'A new collection is known after the next scan.',
  unexpected: 'Something went wrong',
  stale: 'This could not be refreshed. You are looking at an older version.',
  retry: 'Try again',
  expected: 'Expected: {text}',
  found: 'Found: {text}',
};
