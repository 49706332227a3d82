import { OneRoofError } from '../../../contract/errors.ts';
import type { CommandData, ActProof, COMMANDS } from '../../../contract/commands.ts';
import type { ProductionSession, ReadSession } from '../../../database/sessions/session.ts';
import { BY_SESSION, requireProof, sshProof } from '../../../governance/ratification/commands/prove-act.ts';
import type { Proven } from '../../../governance/ratification/commands/prove-act.ts';
import { prepareSigning, statementOf } from '../../../governance/ratification/commands/signing.ts';
import type { Signing } from '../../../governance/ratification/commands/signing.ts';
import { beginPasskey, passkeyProof } from '../../../governance/ratification/commands/sign-with-passkey.ts';
import type { Reauthenticated } from '../../../governance/ratification/commands/sign-with-password.ts';
import { beginTry } from '../../../governance/ratification/commands/challenges.ts';
import { beginPassword, passwordProof } from '../../../governance/ratification/commands/sign-with-password.ts';
import type { PlannedAct } from '../../../governance/ratification/person-statement.ts';
import { trustInForce } from '../../../governance/ratification/council/enrolled-trust.ts';
import { requestRow } from '../../../governance/ratification/requests/request-row.ts';
import { countVerified } from '../../../governance/ratification/requests/verified-acts.ts';
import { permitCovers } from '../../../governance/release/permit-run.ts';
import type { z } from 'zod';
import type { CommandContext } from './command-handlers.ts';

type Context = Pick<CommandContext, 'code' | 'user' | 'trust' | 'party' | 'reauthenticated'>;
type Challenge = z.output<(typeof COMMANDS)['challenge']['body']>;
type Proof = ActProof | z.output<(typeof COMMANDS)['sign']['body']>['proof'];

/** Begins an act: what is signed, and what a passkey needs for it. */
export async function beginAct(
  session: ProductionSession,
  body: Challenge,
  context: Context,
): Promise<CommandData<'challenge'>> {
  const signing = await prepared(session, context, body.revision_digest, await planned(session, context.code, body));
  if (body.method === 'passkey') return beginPasskey(session, signing, context.party());
  if (body.method === 'password') return beginPassword(session, signing);
  const statement = statementOf(signing, { nonce: null, signed: new Date() });
  return {
    method: 'ssh',
    nonce: null,
    statement,
    expires_at: signing.request.expires_at,
    options: null,
    words_asked: [],
  };
}

const UNASKED: Reauthenticated = { ok: false, why: 'Directus was not asked' };

/** Asks Directus about a password, for which it needs a connection: no transaction is open meanwhile. The try is noted before. */
export async function askPassword(
  context: CommandContext,
  digest: string,
  act: PlannedAct,
  { nonce, password, otp }: Extract<Proof, { method: 'password' }>,
): Promise<Context> {
  const { email } = await context.act('Tries a password', async (session) => {
    const { signer } = await prepared(session, context, digest, act);
    await beginTry(session, nonce, signer.user);
    return signer;
  });
  return { ...context, reauthenticated: await context.reauthenticate(email, password, otp) };
}

/**
 * Prepares an act and verifies what proves it. From then on the transaction counts only what verifies.
 *
 * @returns an error, instead of throwing it, where a password is wrong: the transaction is to end well, so that the try counts.
 */
export async function proveAct(
  session: ProductionSession,
  context: Context,
  digest: string,
  act: PlannedAct,
  proof: Proof,
): Promise<{ signing: Signing; proven: Proven } | OneRoofError> {
  const signing = await prepared(session, context, digest, act);
  const proven = await provenBy(session, signing, proof, context);
  if (proven instanceof OneRoofError) return proven;
  await requireProof(signing, proven, await trustInForce(session, context.trust));
  return { signing, proven };
}

/** The same, where no password is taken. */
export async function proveByKey(
  session: ProductionSession,
  context: Context,
  digest: string,
  act: PlannedAct,
  proof: ActProof,
): Promise<{ signing: Signing; proven: Proven }> {
  const proven = await proveAct(session, context, digest, act, proof);
  if (proven instanceof OneRoofError) throw proven;
  return proven;
}

async function prepared(
  session: ProductionSession,
  { code, user, trust }: Context,
  digest: string,
  act: PlannedAct,
): Promise<Signing> {
  await countVerified(session, trust, [code]);
  return prepareSigning(session, { code, digest, user, planned: act });
}

async function provenBy(
  session: ProductionSession,
  signing: Signing,
  proof: Proof,
  { party, reauthenticated }: Context,
): Promise<Proven | OneRoofError> {
  switch (proof.method) {
    case 'session':
      return BY_SESSION;
    case 'ssh':
      return sshProof(signing, proof);
    case 'passkey':
      return passkeyProof(session, signing, party(), proof);
    case 'password':
      return passwordProof(session, signing, proof, reauthenticated ?? UNASKED);
  }
}

async function planned(session: ReadSession, code: string, body: Challenge): Promise<PlannedAct> {
  switch (body.act) {
    case 'vote':
      return { act: 'vote', choice: body.choice, rationale: body.rationale };
    case 'sign':
      return { act: 'sign', meaning: body.meaning };
    case 'confirm':
      return { act: 'confirm' };
    case 'permit':
      return permitOf(await releaseOf(session, code), body);
  }
}

/** The act of permitting one run. */
export function permitOf(release: string, { operator, until }: { operator: string; until: string }): PlannedAct {
  return { act: 'permit', covers: permitCovers(release, operator, until) };
}

/** The release that a request is about. @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED if it is about something else. */
export async function releaseOf(session: ReadSession, code: string): Promise<string> {
  const { subject } = await requestRow(session, code, { user: null, all: true });
  if (subject.startsWith('release:')) return subject.slice('release:'.length);
  throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `Request ${code} is not about a release`, {
    subject: code,
    expected: 'a request about a release',
    found: subject,
    fix: 'Only the runs of a release need a permit.',
  });
}
