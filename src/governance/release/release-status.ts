import { z } from 'zod';
import type { Session } from '../../database/session.ts';
import { parseRows } from '../parse-rows.ts';
import { Figures } from './release-figures.ts';
import releaseStatusSql from './release-status.sql';
import { ReleaseKind } from './tiers-document.ts';

const Time = z.iso.datetime().nullable();

const ReleaseRow = z.object({
  release: z.string(),
  kind: ReleaseKind,
  status: z.enum(['draft', 'rehearsed', 'ratified', 'applied', 'rolled_back']),
  packet_tree_sha256: z.string(),
  request: z.string().nullable(),
  request_status: z.string().nullable(),
  ratified: z.boolean(),
  rehearsals: z.coerce.number(),
  window: z.string().nullable(),
  window_expires_at: Time,
  entry_fingerprint: z.string().nullable(),
  rehearsed_fingerprint: z.string().nullable(),
  exit_fingerprint: z.string().nullable(),
  applied_at: Time,
  rolled_back_at: Time,
  from: Figures,
  to: Figures,
  log: z.array(z.record(z.string(), z.unknown())),
  created_at: z.string(),
});

/** A release as it stands, and what comes next. */
export type ReleaseStatus = z.infer<typeof ReleaseRow> & { next: string };

/** What may run without anybody watching once the gate is open, and what never does. */
export const UNATTENDED = {
  may: ['the tiers of a ratified release', 'scans of coverage'],
  never: ['ratification', 'granting a window', 'activating an event type', 'dispatching events', 'executing tools'],
} as const;

/** The releases, the newest first: one, or the last hundred. */
export async function releaseStatus(session: Session, release: string | null): Promise<ReleaseStatus[]> {
  return parseRows(ReleaseRow, await session.query(releaseStatusSql, [release])).map((row) => ({ ...row, next: nextStep(row) }));
}

function nextStep({ release, status, rehearsals, request, request_status: asked, ratified, window }: z.infer<typeof ReleaseRow>): string {
  if (status === 'applied') return `read it back: one-roof release verify ${release}`;
  if (status === 'rolled_back') return 'nothing: to apply it again, build another release';
  if (request === null) return 'ask people: one-roof release request PACKET';
  if (!ratified) return `people decide about ${request}, which is ${asked ?? 'unknown'}: votes, then the sovereign signature`;
  if (rehearsals === 0 && status === 'draft') return 'rehearse it: one-roof release rehearse PACKET --on CLONE';
  if (window === null) return `a holder of a seat opens a window: one-roof release authorize ${release}`;
  return `apply it: one-roof release apply PACKET --request ${request}`;
}
