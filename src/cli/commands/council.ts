import { council } from '../../governance/ratification/council/council.ts';
import type { Operator } from '../operator.ts';
import type { Printout } from '../print.ts';
import { councilText } from './request-text.ts';

/** `one-roof council`: who holds which seat, by which policy, and whether they could decide. */
export async function showCouncil(operator: Operator): Promise<Printout> {
  const found = await operator.read(council);
  return { json: found, text: councilText(found) };
}
