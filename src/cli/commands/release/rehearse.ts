import { EXIT } from '../../../contract/errors.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { readTrust } from '../../../governance/ratification/read-trust.ts';
import { judgeRehearsal } from '../../../governance/rehearsal/judge-rehearsal.ts';
import { printRehearsal, REHEARSAL_NAMESPACE } from '../../../governance/rehearsal/rehearsal-statement.ts';
import { releaseFingerprint } from '../../../governance/release/packet/draft-release.ts';
import { readPacket } from '../../../governance/release/packet/read-packet.ts';
import { rehearseRelease } from '../../../governance/release/execution/rehearse-release.ts';
import { wantsRehearsal } from '../../../governance/release/release-rehearsals.ts';
import { storeRehearsal } from '../../../governance/release/packet/store-rehearsal.ts';
import { terminal } from '../../../text/terminal.ts';
import type { Operator } from '../../operator.ts';
import type { Printout } from '../../print.ts';
import { signWithSsh } from '../../sign-with-ssh.ts';
import { progress } from './release-text.ts';

/** How a rehearsal is run, and who attests it. */
export interface RehearseOptions {
  on: string;
  /** The file of the key that signs; without one the evidence counts for nothing. */
  key?: string;
  /** The signer, as the trust file names them. */
  signer?: string;
}

/** `one-roof release rehearse PACKET --on DATABASE --key FILE`: on a proven clone, in a transaction that is rolled back. */
export async function rehearse(
  operator: Operator,
  folder: string,
  options: RehearseOptions,
): Promise<Printout & { exitCode: number }> {
  const packet = await readPacket(folder);
  const entry = await operator.read(releaseFingerprint);
  const production = await operator.read(environmentName);
  const wanted = await operator.read(wantsRehearsal);
  const rehearsed = await rehearseRelease(operator.onClone(options.on), packet, operator.actor, progress);
  const exit = await operator.read(releaseFingerprint);
  const signer = options.signer ?? operator.actor.actor;
  const rehearsal = { ...rehearsed, production, entry: entry.sha256, exit: exit.sha256, signer };
  const statement = printRehearsal(rehearsal);
  const signature = options.key === undefined ? null : signWithSsh(statement, options.key, REHEARSAL_NAMESPACE);
  storeRehearsal(folder, rehearsed.performed, { statement, signature });
  const judged = judgeRehearsal(
    { statement, signature },
    { packet: packet.packetTree, production },
    readTrust(operator.settings.trustFile),
    new Date(),
  );
  const same = exit.sha256 === entry.sha256 && entry.sha256 === rehearsed.before;
  return {
    json: { ...rehearsal, signed: signature !== null, problem: judged.ok ? null : judged.problem },
    text: terminal(
      `Rehearsed ${packet.release} on ${rehearsed.database}; nothing was kept there.`,
      `  before         ${rehearsed.before}`,
      `  after apply    ${rehearsed.after_apply}`,
      `  after rollback ${rehearsed.after_rollback}`,
      `  production     ${exit.sha256 === entry.sha256 ? 'as it was' : 'CHANGED meanwhile'}${entry.sha256 === rehearsed.before ? '' : ', and NOT the state of the clone'}`,
      ...(judged.ok
        ? [`  signed         by ${signer}`]
        : [
            `The evidence does not count: ${judged.problem}. Expected ${judged.expected}, found ${judged.found}.`,
            `  ${judged.fix}`,
          ]),
      ...(judged.ok || !wanted ? [`Next: one-roof release request ${folder} --as EMAIL --reason "…"`] : []),
    ),
    exitCode: same ? EXIT.done : EXIT.refused,
  };
}

async function environmentName(session: ReadSession): Promise<string> {
  return String((await session.query('select environment_name() as name')).rows[0]?.['name']);
}
