/**
 * The media type of a whole answer, `{ data, meta }`, for callers that would only see `data` of JSON: `@directus/sdk` takes it out of
 * `application/json`, and the cursor of the next page is lost. Named in `Accept`; the body is the same JSON.
 */
export const ENVELOPE_TYPE = 'application/vnd.one-roof+json';
