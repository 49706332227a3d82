import { Readiness } from '../../contract/answers/gate.ts';
import type { Data } from '../../contract/routes.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRow } from '../../database/parse-rows.ts';
import type { Trust } from '../ratification/read-trust.ts';
import { evaluateGate } from './evaluate-gate.ts';
import readinessSql from './readiness.sql';

/** The gate, the candidates and the events: what is ready and what is not, in one snapshot. */
export async function readiness(session: ReadSession, trust?: Trust): Promise<Data<'readiness'>> {
  const counted = parseRow(Readiness.omit({ gate: true }), await session.query(readinessSql));
  return { gate: await evaluateGate(session, trust), ...counted };
}
