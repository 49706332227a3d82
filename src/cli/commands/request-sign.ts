import { writeFileSync } from 'node:fs';
import { DEFAULT_MEANING } from '../../contract/ratification.ts';
import type { Session } from '../../database/session.ts';
import { beginAct } from '../../governance/begin-act.ts';
import { OPERATOR } from '../../governance/ratification/asker.ts';
import { keepSignature } from '../../governance/ratification/commands/keep-signature.ts';
import { sshProof } from '../../governance/ratification/commands/sign-with-ssh.ts';
import { prepareSigning } from '../../governance/ratification/commands/signing.ts';
import type { Signing } from '../../governance/ratification/commands/signing.ts';
import { makeRequestBundle } from '../../governance/ratification/make-request-bundle.ts';
import { readTrust } from '../../governance/ratification/read-trust.ts';
import { requestRow } from '../../governance/ratification/request-row.ts';
import type { Operator } from '../operator.ts';
import type { Printout } from '../print.ts';
import { readTextFile } from '../read-text-file.ts';
import { showRequest, userOf } from './request.ts';

interface Who {
  as: string;
  meaning?: string;
}

/**
 * `one-roof request export CODE [FILE]`: all that somebody needs to verify it offline; `--statement EMAIL`: what that person signs,
 * byte for byte.
 */
export async function exportRequest(
  operator: Operator,
  code: string,
  file: string | undefined,
  options: { statement?: string; meaning?: string },
): Promise<Printout> {
  const { statement: as, meaning } = options;
  const content =
    as === undefined
      ? `${JSON.stringify(await operator.read((session) => makeRequestBundle(session, code, OPERATOR, operator.settings.trustFile)), null, 2)}\n`
      : (await operator.read((session) => signingOf(session, code, { as, ...(meaning === undefined ? {} : { meaning }) }))).statement;
  if (file === undefined)
    return { json: as === undefined ? JSON.parse(content) : { statement: content }, text: content.replace(/\n$/, '') };
  writeFileSync(file, content, { flag: 'wx' });
  return { json: { file }, text: `Written to ${file}.` };
}

/** `one-roof request sign CODE --ssh FILE --as EMAIL`: uploads a signature that the person made with their own ssh-keygen. */
export async function signRequest(operator: Operator, code: string, options: Who & { ssh: string }): Promise<Printout> {
  const signature = readTextFile(options.ssh, '--ssh');
  const trust = readTrust(operator.settings.trustFile);
  await operator.writeProduction(async (session) => {
    const signing = await signingOf(session, code, options);
    await beginAct(session, { ...operator.actor, action: 'request.sign', reason: signing.meaning });
    await keepSignature(session, signing, sshProof(signing, signature), { trust, ip: null, createdBy: operator.actor.actor });
  });
  return showRequest(operator, code);
}

async function signingOf(session: Session, code: string, { as, meaning = DEFAULT_MEANING }: Who): Promise<Signing> {
  const { revision_digest: digest } = await requestRow(session, code, OPERATOR);
  return prepareSigning(session, { code, digest, user: await userOf(session, as), meaning });
}
