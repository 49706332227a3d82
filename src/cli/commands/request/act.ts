import { OneRoofError } from '../../../contract/errors.ts';
import { DEFAULT_MEANING } from '../../../contract/answers/ratification.ts';
import type { ProductionSession } from '../../../database/sessions/session.ts';
import { beginAct } from '../../../governance/acts/begin-act.ts';
import { OPERATOR } from '../../../governance/ratification/request-reader.ts';
import { keepSignature } from '../../../governance/ratification/commands/keep-signature.ts';
import { keepConfirmation, requireProof, sshProof } from '../../../governance/ratification/commands/prove-act.ts';
import type { Proven } from '../../../governance/ratification/commands/prove-act.ts';
import { prepareSigning, statementOf } from '../../../governance/ratification/commands/signing.ts';
import type { Signing } from '../../../governance/ratification/commands/signing.ts';
import { vote } from '../../../governance/ratification/commands/vote.ts';
import type { PlannedAct } from '../../../governance/ratification/person-statement.ts';
import { trustInForce } from '../../../governance/ratification/council/enrolled-trust.ts';
import { readTrust } from '../../../governance/ratification/read-trust.ts';
import { requestRow } from '../../../governance/ratification/requests/request-row.ts';
import { parseStatement } from '../../../signing/statement.ts';
import { textDigest } from '../../../signing/verify-act.ts';
import { countVerified } from '../../../governance/ratification/requests/verified-acts.ts';
import { permitCovers } from '../../../governance/release/permit-run.ts';
import type { Operator } from '../../operator.ts';
import type { Printout } from '../../print.ts';
import { readTextFile } from '../../read-text-file.ts';
import { showRequest, userOf } from './request.ts';
import { terminalDocument } from '../../../text/terminal.ts';

const DAY = 86_400;

/** Options of a statement to sign. */
export interface StatementOptions {
  act: 'vote' | 'sign' | 'permit' | 'confirm';
  as: string;
  choice?: string;
  rationale?: string;
  meaning?: string;
  to?: string;
  for: number;
}

/** A signature that was made elsewhere, and whose it is. */
export interface SignedOptions {
  as: string;
  ssh: string;
  statement?: string;
  rationale?: string;
}

/** `one-roof request statement CODE --act vote …`: what a person signs with ssh-keygen, byte for byte. */
export async function writeStatement(operator: Operator, code: string, options: StatementOptions): Promise<Printout> {
  const statement = await operator.read(async (session) => {
    const { revision_digest: digest, subject } = await requestRow(session, code, OPERATOR);
    const planned = plannedBy(options, subject, operator.actor.actor);
    const signing = await prepareSigning(session, { code, digest, user: await userOf(session, options.as), planned });
    return statementOf(signing, { nonce: null, signed: new Date() });
  });
  return { json: { statement }, text: terminalDocument(statement.replace(/\n$/, '')) };
}

function plannedBy(options: StatementOptions, subject: string, operator: string): PlannedAct {
  switch (options.act) {
    case 'vote': {
      const { choice, rationale = '' } = options;
      if (choice !== 'approve' && choice !== 'reject' && choice !== 'abstain')
        throw usage('--choice', 'approve, reject or abstain', choice ?? 'nothing');
      if (rationale.trim() === '') throw usage('--rationale', 'why, in words', 'nothing');
      return { act: 'vote', choice, rationale };
    }
    case 'sign':
      return { act: 'sign', meaning: options.meaning ?? DEFAULT_MEANING };
    case 'confirm':
      return { act: 'confirm' };
    case 'permit': {
      if (options.for > DAY) throw usage('--for', 'at most 24h: a run permit is for one run', `${options.for} s`);
      const until = new Date(Date.now() + options.for * 1000).toISOString();
      const to = (options.to ?? operator).replace(/^(?!operator:)/, 'operator:');
      return { act: 'permit', covers: permitCovers(subject.replace(/^release:/, ''), to, until) };
    }
  }
}

function usage(option: string, expected: string, found: string): OneRoofError {
  return new OneRoofError('ONE_ROOF_BAD_REQUEST', `${option} is missing or wrong`, {
    subject: option,
    expected,
    found,
  });
}

/** `one-roof request vote CODE --ssh FILE --as EMAIL --rationale TEXT`: uploads a vote that its voter signed. */
export async function voteByKey(operator: Operator, code: string, options: SignedOptions): Promise<Printout> {
  await uploadSigned(operator, code, options, 'vote', (session, signing, proven) =>
    vote(session, signing, proven, operator.actor.actor),
  );
  return showRequest(operator, code);
}

/** `one-roof request sign CODE --ssh FILE --as EMAIL`: uploads a sovereign signature. */
export async function signByKey(operator: Operator, code: string, options: SignedOptions): Promise<Printout> {
  await uploadSigned(operator, code, options, 'sign', (session, signing, proven) =>
    keepSignature(session, signing, proven, { ip: null, createdBy: operator.actor.actor }),
  );
  return showRequest(operator, code);
}

/** `one-roof request confirm CODE --ssh FILE --as EMAIL`: uploads the proposer's word that they filed it. */
export async function confirmByKey(operator: Operator, code: string, options: SignedOptions): Promise<Printout> {
  await uploadSigned(operator, code, options, 'confirm', (session, signing, proven) =>
    keepConfirmation(session, signing, proven),
  );
  return showRequest(operator, code);
}

/** Verifies a statement that somebody signed elsewhere, and keeps it as an act of that person. */
export async function uploadSigned<Result>(
  operator: Operator,
  code: string,
  options: SignedOptions,
  act: PlannedAct['act'],
  keep: (session: ProductionSession, signing: Signing, proven: Proven) => Promise<Result>,
): Promise<Result> {
  const signature = readTextFile(options.ssh, '--ssh');
  const file = options.statement ?? options.ssh.replace(/\.sig$/, '');
  const statement = readTextFile(file, '--statement');
  const planned = plannedIn(statement, file, act, options);
  const trust = readTrust(operator.settings.trustFile);
  return operator.writeProduction(async (session) => {
    await countVerified(session, trust, [code]);
    const { revision_digest: digest } = await requestRow(session, code, OPERATOR);
    const signing = await prepareSigning(session, { code, digest, user: await userOf(session, options.as), planned });
    const proven = sshProof(signing, { statement, signature });
    await beginAct(session, { ...operator.actor, action: `request.${act}`, reason: `signed by ${options.as}` });
    await requireProof(signing, proven, await trustInForce(session, trust));
    return keep(session, signing, proven);
  });
}

/** The act that a statement says; what stands in it is compared with the request when it is verified. */
function plannedIn(text: string, file: string, act: PlannedAct['act'], { rationale = '' }: SignedOptions): PlannedAct {
  const said = parseStatement(text);
  if (said?.act !== act)
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', `${file} is not a statement of this act`, {
      subject: file,
      expected: `what \`one-roof request statement --act ${act}\` wrote, byte for byte`,
      found: said === null ? 'something else' : `a statement of the act ${said.act}`,
    });
  if (act === 'sign') return { act, meaning: said.meaning };
  if (act === 'permit') return { act, covers: said.covers ?? '' };
  if (act === 'confirm') return { act };
  if (said.rationale !== textDigest(rationale)) throw usage('--rationale', 'the words that were signed', 'other words');
  return { act, choice: said.choice ?? 'abstain', rationale };
}
