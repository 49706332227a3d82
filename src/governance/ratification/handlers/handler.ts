import type { ProductionSession } from '../../../database/sessions/session.ts';
import type { RequestRow } from '../requests/request-row.ts';

/** Applies what a ratified request proposes; `actor` is who asked for that. */
export type Handler = (session: ProductionSession, request: RequestRow, actor: string) => Promise<void>;

/** The handlers of actions: the default export of a file in `actions/`, which is all that adds them. */
export interface ActionHandler {
  /** The values of `handler_ref` in `apr_action_types`. */
  refs: readonly string[];
  /** Applies the action; a text says why nothing here does. */
  handler: Handler | string;
}
