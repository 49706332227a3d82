import { z } from 'zod';
import manifest from '../../../../package.json' with { type: 'json' };
import { ChangedCell, NamedOwner } from '../../../contract/answers/release-changes.ts';
import { DraftData } from './draft-release.ts';
import type { ReleaseDraft } from './draft-release.ts';
import { PacketBaseline } from './packet-baseline.ts';
import { Figures } from './release-figures.ts';
import { tiersOfKind } from './source/source-tiers.ts';
import { Relation, ReleaseKind, TiersDocument } from './tiers-document.ts';

/** The version that renders packets here; a packet of another one is not carried out. */
export const RENDERER = manifest.version;

/** The file of a packet that everything else in its payload is rendered from, but for `plan.yaml`. */
export const CONTENTS = 'release.json';

/** The most that a person may have written in one line of a packet. */
const LINE = 500;

/** `release.json` of a packet: its data. No SQL and no text of a packet is authored: all of it is rendered from this and the plan. */
export const ReleaseContents = z
  .strictObject({
    version: z.literal(1),
    /** The version of One-Roof that rendered the packet: what renders it anew has to be the same. */
    rendered_by: z.string().regex(/^[0-9A-Za-z.+-]{1,64}$/, 'a version'),
    release: TiersDocument.shape.release,
    kind: ReleaseKind,
    /** One line for people, where somebody gave one. */
    title: z
      .string()
      .max(LINE)
      .regex(/^[^\p{Cc}\p{Cf}\u2028\u2029]*$/u, 'one line of text')
      .nullable(),
    created: z.iso.date(),
    data: DraftData,
    /** The numbers of its tiers. */
    tiers: z.array(z.number().int()),
    /** The relations that earlier releases have installed. */
    installed: z.array(Relation.shape.name).default([]),
    from: Figures,
    /** The figures after each tier. */
    after: z.array(Figures),
    fingerprint: PacketBaseline.shape.fingerprint,
    /** Every cell that it changes. */
    changed: z.array(ChangedCell),
    /** The owners that these cells name. */
    owners: z.array(NamedOwner),
  })
  .refine(({ tiers, after }) => tiers.length === after.length, 'figures after each tier');
export type ReleaseContents = z.infer<typeof ReleaseContents>;

/** The contents of the packet of a draft. */
export function contentsOf(
  draft: ReleaseDraft,
  { title, created }: { title?: string; created: string },
): ReleaseContents {
  const { release, kind, data, installed, from, after, changed, owners } = draft;
  const digest = ({ sha256, formula, postgresqlMajor }: ReleaseDraft['fingerprint']['before']) => ({
    sha256,
    formula,
    postgresql_major: postgresqlMajor,
  });
  return ReleaseContents.parse({
    version: 1,
    rendered_by: RENDERER,
    release,
    kind,
    title: title ?? null,
    created,
    data,
    tiers: tiersOfKind(kind).map(({ tier }) => tier),
    installed,
    from,
    after,
    fingerprint: { before: digest(draft.fingerprint.before), after: digest(draft.fingerprint.after) },
    changed,
    owners,
  });
}
