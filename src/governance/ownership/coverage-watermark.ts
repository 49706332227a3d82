import { z } from 'zod';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRow } from '../../database/parse-rows.ts';

/** A digest that is equal only while no answer about coverage can have changed. Strong ETags are made of it. */
export async function coverageWatermark(session: ReadSession): Promise<string> {
  return parseRow(z.object({ watermark: z.string() }), await session.query('select coverage_watermark() as watermark'))
    .watermark;
}
