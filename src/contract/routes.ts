import { z } from 'zod';
import type { Access } from './access.ts';
import {
  CoverageSummary,
  GapCell,
  GroupCoverage,
  ObjectCoverage,
  OwnerCoverage,
  OwnershipDetail,
  ScanStatus,
  ScopeCoverage,
} from './coverage.ts';
import { Decision } from './decision.ts';
import { Doctor } from './doctor.ts';
import { Gate, Readiness } from './gate.ts';
import { Health } from './health.ts';
import { LedgerRow, LedgerState } from './ledger.ts';
import { listQuery } from './paging.ts';
import { RegisteredPlan } from './plan.ts';
import { Council, EnrolledKey, Filing, Passkey, RequestBundleFile, RequestDetail, RequestStatus, RequestSummary } from './ratification.ts';
import { ReleaseDetail, ReleaseSummary } from './release.ts';
import { Responsibility, ResponsibilitySummary } from './responsibilities.ts';
import { CellState, GovernanceCode, NO_GROUP, PlainText, Relation } from './vocabulary.ts';
import { ProposedChange, ProposedChangeCell, WhatIf, WhatIfQuery } from './what-if.ts';
import { GovernedWrite } from './writes.ts';

/** Where the read contract lives below the Directus URL. */
export const BASE_PATH = '/one-roof/v1';

const nothing = z.strictObject({});
const group = z
  .union([GovernanceCode, z.literal(NO_GROUP)], `group is the code of a group, or ${NO_GROUP}`)
  .optional()
  .describe(`Only this group; \`${NO_GROUP}\`: only what has none.`);
const scope = GovernanceCode.optional().describe('Only this responsibility scope.');
const owner = GovernanceCode.optional().describe('Only this owner.');
const search = PlainText.optional().describe('Only objects whose name contains this, in capitals or not.');
const state = CellState.optional().describe('Only objects with a cell in this state.');

/**
 * The routes of the read contract: what may be asked and what is answered. The endpoint parses with it, the OpenAPI
 * document is made of it, the module takes its types from it.
 */
export const ROUTES = {
  coverageSummary: {
    path: '/coverage/summary',
    access: 'readers',
    answers: 'object',
    summary: 'Coverage of all required cells in numbers',
    query: nothing,
    data: CoverageSummary,
  },
  coverageByScope: {
    path: '/coverage/by-scope',
    access: 'readers',
    answers: 'list',
    summary: 'Coverage per responsibility scope',
    query: listQuery({ scope }, ['sort', 'scope', 'gap']),
    data: ScopeCoverage,
  },
  coverageByGroup: {
    path: '/coverage/by-group',
    access: 'readers',
    answers: 'list',
    summary: 'Coverage per group',
    query: listQuery({}, ['group', 'gap']),
    data: GroupCoverage,
  },
  coverageByOwner: {
    path: '/coverage/by-owner',
    access: 'readers',
    answers: 'list',
    summary: 'What each owner is accountable for',
    query: listQuery({ owner }, ['owner', 'accountable_cells']),
    data: OwnerCoverage,
  },
  coverageByObject: {
    path: '/coverage/by-object',
    access: 'readers',
    answers: 'list',
    summary: 'Coverage per object, with its cells',
    query: listQuery({ group, owner, state }, ['object_ref', 'scopes_gap']),
    data: ObjectCoverage,
  },
  coverageGaps: {
    path: '/coverage/gaps',
    access: 'readers',
    answers: 'list',
    summary: 'The cells that nobody owns',
    query: listQuery(
      { group, scope, search, proposed: GovernanceCode.optional().describe('Only what the plan in force proposes this owner for.') },
      ['object_ref', 'scope', 'since'],
    ),
    data: GapCell,
  },
  ownershipDetail: {
    path: '/coverage/ownership-detail',
    access: 'collection_readers',
    answers: 'rows',
    summary: 'Who is accountable for one object, per scope, and why',
    query: z.strictObject({
      object: PlainText.describe('`collection:articles`, `group:GRP-AI`; without a type, a collection.'),
    }),
    data: OwnershipDetail,
  },
  whatIf: {
    path: '/coverage/what-if',
    access: 'readers',
    answers: 'object',
    summary: 'What retiring owners or scopes and moving collections would come to; nothing of it is kept',
    query: WhatIfQuery,
    data: WhatIf,
  },
  proposedChanges: {
    path: '/coverage/proposed-changes',
    access: 'readers',
    answers: 'list',
    summary: 'The changes that wait for a release, because they would change who answers for existing cells',
    query: listQuery({}, ['id']),
    data: ProposedChange,
  },
  proposedChangeCells: {
    path: '/coverage/proposed-change-cells',
    access: 'readers',
    answers: 'list',
    summary: 'The existing cells that those changes touch',
    query: listQuery(
      {
        change: z
          .string()
          .regex(/^\d{1,18}$/, 'change is the id of a proposed change')
          .optional(),
      },
      ['object_ref', 'scope'],
    ),
    data: ProposedChangeCell,
  },
  plan: {
    path: '/plan',
    access: 'confidential',
    answers: 'object',
    summary: 'The plan in force, as it was written',
    query: nothing,
    data: RegisteredPlan,
  },
  responsibilities: {
    path: '/responsibilities/me',
    access: 'self',
    answers: 'list',
    summary: 'The cells that have to do with the owners that you act for',
    query: listQuery({ relation: Relation.optional().describe('Only cells of which this is so.'), group, scope, owner, search }, [
      'group',
      'object_ref',
      'scope',
    ]),
    data: Responsibility,
  },
  responsibilitySummary: {
    path: '/responsibilities/me/summary',
    access: 'self',
    answers: 'object',
    summary: 'The owners that you act for, and their cells in numbers',
    query: nothing,
    data: ResponsibilitySummary,
  },
  scanStatus: {
    path: '/coverage/scan-status',
    access: 'readers',
    answers: 'object',
    summary: 'The last scan, the ruleset and the cursor',
    query: nothing,
    data: ScanStatus,
  },
  writes: {
    path: '/writes',
    access: 'readers',
    answers: 'list',
    summary: 'Who really changed this: the recorded writes to governed collections',
    query: listQuery(
      {
        object: PlainText.optional().describe('Only this collection: `collection:articles` or `articles`.'),
        item: PlainText.optional().describe('Only the item with this key.'),
      },
      ['written_at'],
      '-written_at',
    ),
    data: GovernedWrite,
  },
  readiness: {
    path: '/coverage/readiness',
    access: 'readers',
    answers: 'object',
    summary: 'The gate, the candidates and the events: what is ready and what is not',
    query: nothing,
    data: Readiness,
  },
  gate: {
    path: '/gate',
    access: 'readers',
    answers: 'object',
    summary: 'READY or BLOCKED, with the blockers',
    query: z.strictObject({ release: GovernanceCode.optional().describe('Ask for this release; left out, for the one that is next.') }),
    data: Gate,
  },
  decision: {
    path: '/decision',
    access: 'readers',
    answers: 'object',
    summary: 'What may be decided, what stands in the way, and what is GO; software never selects',
    query: nothing,
    data: Decision,
  },
  ledger: {
    path: '/ledger',
    access: 'confidential',
    answers: 'list',
    summary: 'What was done to governance, by whom and why',
    query: listQuery(
      {
        actor: PlainText.optional().describe('Only what this actor did.'),
        action: PlainText.optional().describe('Only these acts, such as `plan.register`.'),
        relation: PlainText.optional().describe('Only changes of this table.'),
      },
      ['id'],
    ),
    data: LedgerRow,
  },
  ledgerState: {
    path: '/ledger/state',
    access: 'readers',
    answers: 'object',
    summary: 'The head of the ledger, to be kept elsewhere',
    query: nothing,
    data: LedgerState,
  },
  requests: {
    path: '/requests',
    access: 'requests',
    answers: 'list',
    summary: 'The requests for a human decision, newest first',
    query: listQuery(
      {
        status: RequestStatus.optional().describe('Only requests of which this became.'),
        subject: PlainText.optional().describe('Only requests about this: `release:CODE`, `policy`, `seats`, `event:DOMAIN.TYPE`.'),
      },
      ['created_at', 'expires_at', 'code'],
      '-created_at',
    ),
    data: RequestSummary,
  },
  request: {
    path: '/requests/:code',
    access: 'requests',
    answers: 'object',
    summary: 'One request: what it asks for, who can decide it, what they said, what is missing',
    query: z.strictObject({ code: GovernanceCode }),
    data: RequestDetail,
  },
  requestBundle: {
    path: '/requests/:code/bundle',
    access: 'confidential',
    answers: 'object',
    summary: 'Everything about a request that somebody needs to verify it offline',
    query: z.strictObject({ code: GovernanceCode }),
    data: RequestBundleFile,
  },
  council: {
    path: '/council',
    access: 'confidential',
    answers: 'object',
    summary: 'Who holds which seat, by which policy people decide, and whether they could',
    query: nothing,
    data: Council,
  },
  filing: {
    path: '/filing',
    access: 'self',
    answers: 'object',
    summary: 'Whether whoever asks may file requests',
    query: nothing,
    data: Filing,
  },
  passkeys: {
    path: '/passkeys',
    access: 'self',
    answers: 'rows',
    summary: 'The passkeys of whoever asks',
    query: nothing,
    data: Passkey,
  },
  keys: {
    path: '/keys',
    access: 'requests',
    answers: 'rows',
    summary: 'The keys that people enrolled, and who confirmed that they are theirs',
    query: nothing,
    data: EnrolledKey,
  },
  releases: {
    path: '/releases',
    access: 'readers',
    answers: 'list',
    summary: 'The releases: drafted, ratified, applied, taken back',
    query: listQuery({}, ['created_at', 'release'], '-created_at'),
    data: ReleaseSummary,
  },
  release: {
    path: '/releases/:code',
    access: 'readers',
    answers: 'object',
    summary: 'One release: its tiers and what came of them, its fingerprints, its rehearsals',
    query: z.strictObject({ code: GovernanceCode }),
    data: ReleaseDetail,
  },
  health: {
    path: '/health',
    access: 'everybody',
    answers: 'object',
    summary: 'Whether One-Roof answers; 503 while it is closed',
    query: nothing,
    data: Health,
  },
  doctor: {
    path: '/doctor',
    access: 'administrators',
    answers: 'object',
    summary: 'What is not as this version installs it, with what to do; for administrators',
    query: nothing,
    data: Doctor,
  },
} as const satisfies Record<string, Route>;

/** A route of the read contract. `list` is paged, `rows` is a bounded list without pages. */
export interface Route {
  /** `:name` stands for the parameter of that name, which is then not in the query string. */
  path: string;
  access: Access;
  answers: 'object' | 'list' | 'rows';
  summary: string;
  query: z.ZodObject;
  data: z.ZodType;
}

/** The OpenAPI document, which is answered as it is. */
export const DOCUMENT = { path: '/openapi.json', access: 'readers' } as const satisfies { path: string; access: Access };

/** The parameters that stand in a path. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/:([a-z]+)/g)].flatMap(([, name]) => name ?? []);
}

export type RouteName = keyof typeof ROUTES;

/** The parsed query of a route. */
export type Query<Name extends RouteName> = z.output<(typeof ROUTES)[Name]['query']>;

/** One object or one row of what a route answers. */
export type Data<Name extends RouteName> = z.output<(typeof ROUTES)[Name]['data']>;
