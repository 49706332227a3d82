import { z } from 'zod';
import { NO_GROUP } from '../paths.ts';
import { CellState, GovernanceCode, PlainText } from '../vocabulary.ts';

/** The query of a route without parameters. */
export const nothing = z.strictObject({});

/** Filters that several lists share. */
export const group = z
  .union([GovernanceCode, z.literal(NO_GROUP)], `group is the code of a group, or ${NO_GROUP}`)
  .optional()
  .describe(`Only this group; \`${NO_GROUP}\`: only what has none.`);
export const scope = GovernanceCode.optional().describe('Only this responsibility scope.');
export const owner = GovernanceCode.optional().describe('Only this owner.');
export const search = PlainText.optional().describe('Only objects whose name contains this, in capitals or not.');
export const state = CellState.optional().describe('Only objects with a cell in this state.');
