import { z } from 'zod';
import { SHA256 } from '../../../contract/digest.ts';
import { Figures } from './release-figures.ts';
import { Relation, ReleaseKind, TiersDocument } from './tiers-document.ts';

const Sha256 = z.string().regex(SHA256);

/** A fingerprint without its parts: enough to tell whether two databases are alike, and whether that may be asked. */
export const FingerprintDigest = z.strictObject({
  sha256: Sha256,
  formula: Sha256,
  postgresql_major: z.number().int(),
});
export type FingerprintDigest = z.infer<typeof FingerprintDigest>;

/** `baseline.json` of a release packet: the database that it was built on, and what it comes to there. */
export const PacketBaseline = z.strictObject({
  version: z.literal(1),
  /** sha256 of the plan that it carries out. */
  plan_sha256: Sha256,
  from: Figures,
  to: Figures,
  fingerprint: z.strictObject({ before: FingerprintDigest, after: FingerprintDigest }),
});
export type PacketBaseline = z.infer<typeof PacketBaseline>;

/** The release manifest: the part of a packet that the database keeps in `governance_release.plan`. It has its tiers, and where it begins and ends. */
export const ReleaseManifest = z.object({
  kind: ReleaseKind,
  tiers: TiersDocument.shape.tiers,
  /** The relations that it begins from: those that earlier releases have installed. */
  installed: z.array(Relation.shape.name).default([]),
  from: Figures,
  to: Figures,
  fingerprint: PacketBaseline.shape.fingerprint,
});
export type ReleaseManifest = z.infer<typeof ReleaseManifest>;
