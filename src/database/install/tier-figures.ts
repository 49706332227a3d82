import tierFiles from '../../../release/tiers?files';

/**
 * The figures of all tiers as one expression: each `figures.sql` is a query of one row, whose columns are the figures of its tier.
 * The names in it mean ours.
 */
export const FIGURES: string = Object.entries(tierFiles)
  .filter(([path]) => path.endsWith('/figures.sql'))
  .map(([, text]) => `(select to_jsonb(f) from (\n${text.trim()}\n) f)`)
  .join(' || ');
