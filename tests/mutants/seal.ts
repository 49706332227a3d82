import { unit } from './mutant.ts';
import type { Mutant } from './mutant.ts';

const SEAL = 'src/seal';

// prettier-ignore
export const SEAL_MUTANTS: readonly Mutant[] = [
  // Seals.
  { guard: 'verdicts about nothing', file: `${SEAL}/report.ts`, find: 'if (report.files === 0 && ', replace: 'if (false && ', ...unit('seal/bags') },
  { guard: 'sealed digests', file: `${SEAL}/verify-files.ts`, find: 'if (digest !== undefined && digest !== found)', replace: 'if (digest === undefined && digest !== found)', ...unit('seal/bags') },
  { guard: 'files that nobody sealed', file: `${SEAL}/verify-files.ts`, find: '} else if (listings === 0 && covers(path)) unlisted.add(path);', replace: '} else if (false) unlisted.add(path);', ...unit('seal/bags') },
  { guard: 'paths that leave a sealed folder', file: `${SEAL}/folder/byte-path.ts`, find: "if (/(^|\\/)\\.\\.(\\/|$)/.test(path)) return 'a path that leaves the folder';", replace: '', ...unit('seal/hostile') },
  { guard: 'links in sealed folders', file: `${SEAL}/folder/root.ts`, find: 'const OPEN_FOLDER = constants.O_RDONLY | constants.O_NOFOLLOW | ', replace: 'const OPEN_FOLDER = constants.O_RDONLY | ', ...unit('seal/hostile') },
  { guard: 'files that change while they are read', file: `${SEAL}/digests/hash-file.ts`, find: 'hashed.length === before.size && isSame(before, fstatSync(descriptor))', replace: 'true', ...unit('seal/hostile') },
  { guard: 'the one form of a seal', file: `${SEAL}/manifest/write-manifest.ts`, find: 'if (form && place) return null;', replace: 'if (place) return null;', ...unit('seal/corpus') },
  { guard: 'tag files that nobody sealed', file: `${SEAL}/verify-bag.ts`, find: '!covers(path) && path !== TAG_MANIFEST : null', replace: 'false : null', ...unit('seal/corpus') },
  { guard: 'what a signature is of', file: `${SEAL}/attestation/dsse.ts`, find: 'verify(null, signed, key, signature)', replace: 'verify(null, signed, key, signature) || true', ...unit('seal/attestations') },
  { guard: 'explanations that are proven', file: `${SEAL}/explain/explain-drift.ts`, find: "!isSealed(Buffer.from(sealed, 'latin1'))", replace: 'false', ...unit('seal/drift') },
];
