import type { ProductionSession } from '../../../database/sessions/session.ts';
import type { RequestRow } from '../requests/request-row.ts';

/** Carries out what a ratified request proposes; `actor` is who asked for that. */
export type Handler = (session: ProductionSession, request: RequestRow, actor: string) => Promise<void>;
