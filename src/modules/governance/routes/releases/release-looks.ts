import type { ReleaseState } from '../../../../contract/answers/release.ts';

/** The icon and colour of each state of a release. */
export const RELEASE_LOOKS: Readonly<Record<ReleaseState, { icon: string; color: string }>> = {
  draft: { icon: 'edit_note', color: 'var(--theme--foreground-subdued, #a2b5cd)' },
  rehearsed: { icon: 'science', color: 'var(--theme--primary, #6644ff)' },
  ratified: { icon: 'how_to_reg', color: 'var(--theme--success, #2ecda7)' },
  applied: { icon: 'check_circle', color: 'var(--theme--success, #2ecda7)' },
  rolled_back: { icon: 'undo', color: 'var(--theme--warning, #ffa439)' },
};
