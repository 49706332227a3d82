import { activateEventType } from './activate-event-type.ts';
import { delegateAuthority } from './delegate-authority.ts';
import type { Handler } from './handler.ts';

const BY_RELEASE = 'It is carried out by a release: `one-roof release apply`.';
const NOT_HERE = 'This version of One-Roof has no axes.';

/** Handlers of actions. A text says why an action has none; an action that is not listed is not carried out. */
export const HANDLERS: Readonly<Record<string, Handler | string>> = {
  'one-roof:delegate_authority': delegateAuthority,
  'one-roof:activate_event_type': activateEventType,
  'one-roof:authorize_build_step': BY_RELEASE,
  'one-roof:assign_governance_owner': BY_RELEASE,
  'one-roof:grant_governance_exception': BY_RELEASE,
  'one-roof:register_axis': NOT_HERE,
  'one-roof:register_topic_node': NOT_HERE,
  'one-roof:assign_axis_owner': NOT_HERE,
};
