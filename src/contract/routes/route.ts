import type { z } from 'zod';
import type { Access } from '../access.ts';

/** A route of the read contract: everything that the endpoint, the OpenAPI document and callers know about it. */
export interface Route {
  /** The path below BASE_PATH, as PATHS has it. `:name` is a parameter, which is then not in the query string. */
  path: string;
  access: Access;
  cached: Cached;
  /** The answer depends on the roles of the caller and on the collections that they may read in Directus. */
  perCaller?: boolean;
  /** `list` is paged, `rows` is a bounded list without pages. */
  answers: 'object' | 'list' | 'rows';
  summary: string;
  query: z.ZodObject;
  data: z.ZodType;
}

/**
 * The rule by which answers are cached, one per route.
 *   by_watermark  The answer changes only with the coverage watermark. Its ETag is known before the answer is
 *                 computed, and each process remembers the latest answers.
 *   by_answer     The answer is computed every time. Its ETag is a digest of it.
 *   never         The answer must not be stored (`Cache-Control: no-store`).
 */
type Cached = 'by_watermark' | 'by_answer' | 'never';
