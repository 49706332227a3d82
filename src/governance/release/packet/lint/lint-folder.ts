import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { OneRoofError } from '../../../../contract/errors.ts';
import type { ReadSession } from '../../../../database/sessions/session.ts';
import { readPlan } from '../../../plan/read-plan.ts';
import { PLAN } from './finding.ts';
import type { Finding } from './finding.ts';
import { lintFacts } from './lint-facts.ts';
import { lintPacket } from './lint-packet.ts';
import { utf8 } from './sql-file.ts';

/**
 * Judges the packet in a folder against the database of the session. Reading the parser takes 2 MB: import this file where it is needed.
 *
 * @param folder a packet, or the payload of one
 * @throws OneRoofError ONE_ROOF_NOT_FOUND where it is none, ONE_ROOF_PLAN_INVALID where its plan is none
 */
export async function lintFolder(folder: string, session: ReadSession): Promise<Finding[]> {
  const places = folder === '' ? [] : [join(folder, 'data'), folder];
  const payload = places.find((place) => existsSync(join(place, PLAN)));
  const files = payload === undefined ? new Map<string, Uint8Array>() : filesIn(payload);
  const plan = utf8(files.get(PLAN));
  if (payload === undefined || plan === null) {
    throw new OneRoofError('ONE_ROOF_NOT_FOUND', `There is no packet in ${folder}`, {
      subject: folder,
      expected: `a folder with data/${PLAN}, or the payload of a packet with ${PLAN}`,
      found: payload === undefined ? 'neither' : `a ${PLAN} that is not UTF-8`,
      fix: 'Build one with `one-roof release build`.',
    });
  }
  return lintPacket({ files, plan: readPlan(plan), facts: await lintFacts(session) });
}

/** The files of a folder, at any depth: path → bytes. A link is not followed: the seal refuses packets that have one. */
function filesIn(folder: string): Map<string, Uint8Array> {
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [relative(folder, path), readFileSync(path)]),
  );
}
