import type { RestCommand } from '@directus/sdk';
import { ENVELOPE_TYPE } from '../contract/envelope-type.ts';
import type { BASE_PATH, ROUTES } from '../contract/routes.ts';
import type {
  CoverageGap,
  CoverageGapQuery,
  CoverageSummary,
  Doctor,
  Gate,
  Health,
  ObjectCoverage,
  ObjectCoverageQuery,
  OwnerCoverage,
  OwnerCoverageQuery,
  OwnershipDetail,
  Readiness,
  ScanStatus,
  ScopeCoverage,
  ScopeCoverageQuery,
} from './answers.ts';

export type * from './answers.ts';

/*
 * The read contract as commands of @directus/sdk:
 *
 *   const directus = createDirectus(url).with(staticToken(token)).with(rest());
 *   const { total_cells, gap_cells } = await directus.request(readCoverageSummary());
 */

/** A page of a list. Pass `meta.next` as `cursor` to get the next one; it is null on the last. */
export interface Page<Row> {
  data: Row[];
  meta: { next: string | null };
}

const BASE: typeof BASE_PATH = '/one-roof/v1';

/** Coverage of all required cells in numbers. */
export function readCoverageSummary(): RestCommand<CoverageSummary, never> {
  return get('/coverage/summary');
}

/** Coverage per responsibility scope. */
export function readCoverageByScope(query: ScopeCoverageQuery = {}): RestCommand<Page<ScopeCoverage>, never> {
  return getPage('/coverage/by-scope', query);
}

/** What each owner is accountable for. */
export function readCoverageByOwner(query: OwnerCoverageQuery = {}): RestCommand<Page<OwnerCoverage>, never> {
  return getPage('/coverage/by-owner', query);
}

/** Coverage per object, with its cells. */
export function readCoverageByObject(query: ObjectCoverageQuery = {}): RestCommand<Page<ObjectCoverage>, never> {
  return getPage('/coverage/by-object', query);
}

/** The cells that nobody owns. */
export function readCoverageGaps(query: CoverageGapQuery = {}): RestCommand<Page<CoverageGap>, never> {
  return getPage('/coverage/gaps', query);
}

/**
 * Who is accountable for one object, per scope, and why.
 *
 * @param object `collection:articles`, `group:GRP-AI`; without a type, a collection.
 */
export function readOwnershipDetail(object: string): RestCommand<OwnershipDetail[], never> {
  return get('/coverage/ownership-detail', { object });
}

/** The last scan, the ruleset and the cursor. */
export function readScanStatus(): RestCommand<ScanStatus, never> {
  return get('/coverage/scan-status');
}

/** The gate, the candidates and the events: what is ready and what is not. */
export function readReadiness(): RestCommand<Readiness, never> {
  return get('/coverage/readiness');
}

/** READY or BLOCKED, with the blockers. */
export function readGate(): RestCommand<Gate, never> {
  return get('/gate');
}

/** Whether One-Roof answers. While it is closed (503) the request is rejected, with the answer in `data` of the error. */
export function readHealth(): RestCommand<Health, never> {
  return get('/health');
}

/** What is not as this version installs it, with what to do; for administrators. */
export function readDoctor(): RestCommand<Doctor, never> {
  return get('/doctor');
}

/** A path of the contract: the compiler knows them, the contract itself (and zod) stays out. */
type Path = (typeof ROUTES)[keyof typeof ROUTES]['path'];

function get<Output>(path: Path, params: Record<string, unknown> = {}): RestCommand<Output, never> {
  return () => ({ path: `${BASE}${path}`, method: 'GET', params });
}

/** The SDK hands on a response of a media type that it does not know as it is; of JSON it would keep `data` only. */
function getPage<Row>(path: Path, params: Record<string, unknown>): RestCommand<Page<Row>, never> {
  return () => ({
    path: `${BASE}${path}`,
    method: 'GET',
    params,
    headers: { Accept: ENVELOPE_TYPE },
    onResponse: (response: Response) => response.json() as Promise<Page<Row>>,
  });
}
