import type { ActionHandler } from '../handler.ts';

/** Actions about axes. */
export default {
  refs: ['one-roof:register_axis', 'one-roof:register_topic_node', 'one-roof:assign_axis_owner'],
  handler: 'This version of One-Roof has no axes.',
} satisfies ActionHandler;
