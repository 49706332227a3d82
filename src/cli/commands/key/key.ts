import type { EnrolledKey } from '../../../contract/answers/ratification.ts';
import { OneRoofError } from '../../../contract/errors.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { beginAct } from '../../../governance/acts/begin-act.ts';
import { OPERATOR } from '../../../governance/ratification/request-reader.ts';
import {
  confirmKey,
  sshKeyStatement,
  withdrawKeyConfirmation,
} from '../../../governance/ratification/commands/confirm-key.ts';
import { enrolledKeys } from '../../../governance/ratification/council/enrolled-keys.ts';
import { readTrust } from '../../../governance/ratification/read-trust.ts';
import { relyingParty } from '../../../signing/passkey/relying-party.ts';
import type { Operator } from '../../operator.ts';
import { terminal, terminalDocument } from '../../../text/terminal.ts';
import { table } from '../../print.ts';
import type { Printout } from '../../print.ts';
import { readTextFile } from '../../read-text-file.ts';
import { userOf } from '../request/request.ts';

/** `one-roof key list`: the keys that people enrolled, and the lines that pin them in a trust file. */
export async function listKeys(operator: Operator): Promise<Printout> {
  const keys = await operator.read((session) => keysOf(operator, session));
  const rows = keys.map(({ person, label, fingerprint, words, pinned, confirmed_by }) => [
    person,
    label,
    fingerprint,
    words,
    pinned ? 'counts' : 'does not count',
    confirmed_by.map(({ person: by, withdrawn_at }) => (withdrawn_at === null ? by : `${by} (withdrawn)`)).join(', '),
  ]);
  const lines = keys.map(({ trust_line }) => trust_line);
  const text = terminal(
    table(['person', 'key', 'fingerprint', 'words', 'now', 'confirmed by'], rows),
    '',
    'As a trust file:',
    ...lines,
  );
  return { json: keys, text: keys.length === 0 ? terminal('No key has been enrolled.') : text };
}

/** `one-roof key statement FINGERPRINT --as EMAIL`: what somebody signs to confirm that a key is its holder's. */
export async function writeKeyStatement(
  operator: Operator,
  fingerprint: string,
  options: { as: string },
): Promise<Printout> {
  const statement = await operator.read(async (session) => {
    const { credential_id } = await keyOf(operator, session, fingerprint);
    return sshKeyStatement(session, await userOf(session, options.as), credential_id);
  });
  return { json: { statement }, text: terminalDocument(statement.replace(/\n$/, '')) };
}

/** `one-roof key confirm FINGERPRINT --ssh FILE --as EMAIL`: uploads a confirmation that somebody signed with ssh-keygen. */
export async function confirmKeyBySsh(
  operator: Operator,
  fingerprint: string,
  options: { as: string; ssh: string; statement?: string },
): Promise<Printout> {
  const signature = readTextFile(options.ssh, '--ssh');
  const statement = readTextFile(options.statement ?? options.ssh.replace(/\.sig$/, ''), '--statement');
  await operator.writeProduction(async (session) => {
    const { credential_id } = await keyOf(operator, session, fingerprint);
    await beginAct(session, { ...operator.actor, action: 'key.confirm', reason: `signed by ${options.as}` });
    const proof = { method: 'ssh', statement, signature } as const;
    await confirmKey(
      session,
      await userOf(session, options.as),
      credential_id,
      proof,
      () => relyingParty(undefined),
      operator.actor.actor,
    );
  });
  return listKeys(operator);
}

/** `one-roof key withdraw FINGERPRINT --as EMAIL`: withdraws a confirmation. It only takes away, so nothing is signed. */
export async function withdrawKey(
  operator: Operator,
  fingerprint: string,
  options: { as: string; reason: string },
): Promise<Printout> {
  await operator.writeProduction(async (session) => {
    const { credential_id } = await keyOf(operator, session, fingerprint);
    await beginAct(session, { ...operator.actor, action: 'key.withdraw', reason: options.reason });
    await withdrawKeyConfirmation(session, await userOf(session, options.as), credential_id);
  });
  return listKeys(operator);
}

function keysOf(operator: Operator, session: ReadSession): Promise<EnrolledKey[]> {
  return enrolledKeys(session, OPERATOR, readTrust(operator.settings.trustFile));
}

async function keyOf(operator: Operator, session: ReadSession, fingerprint: string): Promise<EnrolledKey> {
  const keys = await keysOf(operator, session);
  const key = keys.find((one) => one.fingerprint === fingerprint);
  if (key !== undefined) return key;
  throw new OneRoofError('ONE_ROOF_NOT_FOUND', `There is no enrolled key ${fingerprint}`, {
    subject: fingerprint,
    expected: 'the fingerprint of a key in force, SHA256:…',
    found: keys.length === 0 ? 'no enrolled key' : 'another one',
    fix: '`one-roof key list` shows them.',
  });
}
