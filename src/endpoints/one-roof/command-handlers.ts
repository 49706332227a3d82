import { OneRoofError } from '../../contract/errors.ts';
import type { COMMANDS, CommandData, CommandName } from '../../contract/commands.ts';
import type { RequestDetail } from '../../contract/ratification.ts';
import type { Session } from '../../database/session.ts';
import { confirmRequest, supersedeRequest, withdrawRequest } from '../../governance/ratification/commands/change-request.ts';
import { createRequest } from '../../governance/ratification/commands/create-request.ts';
import { keepSignature } from '../../governance/ratification/commands/keep-signature.ts';
import type { SignatureProof } from '../../governance/ratification/commands/keep-signature.ts';
import { beginEnrolment, enrol, onePasskey, revokePasskey } from '../../governance/ratification/commands/passkeys.ts';
import { beginPasskey, passkeyProof } from '../../governance/ratification/commands/sign-with-passkey.ts';
import { beginPassword, passwordProof } from '../../governance/ratification/commands/sign-with-password.ts';
import type { Reauthenticate } from '../../governance/ratification/commands/sign-with-password.ts';
import { sshProof } from '../../governance/ratification/commands/sign-with-ssh.ts';
import { prepareSigning } from '../../governance/ratification/commands/signing.ts';
import type { Signing } from '../../governance/ratification/commands/signing.ts';
import { vote } from '../../governance/ratification/commands/vote.ts';
import { wirePasskey } from '../../governance/ratification/own-passkeys.ts';
import { grantWindow } from '../../governance/release/authorize-release.ts';
import type { Trust } from '../../governance/ratification/read-trust.ts';
import type { RelyingParty } from '../../governance/ratification/relying-party.ts';
import type { z } from 'zod';

/** What a command works with. */
export interface CommandContext {
  /** The request or release that the path names; empty where it names none. */
  code: string;
  user: string;
  ip: string | null;
  trust: Trust;
  party: () => RelyingParty;
  reauthenticate: Reauthenticate;
  /** Does something in one transaction, as this person, for this reason. */
  act: <Result>(reason: string, work: (session: Session) => Promise<Result>) => Promise<Result>;
  /** The request as it is now. */
  detail: () => Promise<RequestDetail>;
}

type Body<Name extends CommandName> = z.output<(typeof COMMANDS)[Name]['body']>;

/** How each command is carried out. */
export const COMMAND_HANDLERS: { [Name in CommandName]: (context: CommandContext, body: Body<Name>) => Promise<CommandData<Name>> } = {
  createRequest: async ({ act, detail, user }, body) => {
    await act(body.title, (session) => createRequest(session, body, user, `directus:${user}`));
    return detail();
  },
  vote: async ({ act, detail, code, user }, body) => {
    await act(body.rationale, (session) => vote(session, code, body, user));
    return detail();
  },
  challenge: ({ act, code, user, party }, { method, meaning, revision_digest: digest }) =>
    act(meaning, async (session) => {
      const signing = await prepareSigning(session, { code, digest, user, meaning });
      return method === 'passkey' ? beginPasskey(session, signing, party()) : beginPassword(session, signing);
    }),
  sign: async (context, body) => {
    const { code, user, ip, trust } = context;
    const failed = await context.act(body.meaning, async (session) => {
      const signing = await prepareSigning(session, { code, digest: body.revision_digest, user, meaning: body.meaning });
      const proof = await proofFor(session, signing, body, context);
      if (proof instanceof OneRoofError) return proof;
      await keepSignature(session, signing, proof, { trust, ip, createdBy: `directus:${user}` });
      return null;
    });
    if (failed !== null) throw failed;
    return context.detail();
  },
  confirm: async ({ act, detail, code }) => {
    await act('Whoever filed it says so', (session) => confirmRequest(session, code));
    return detail();
  },
  withdraw: async ({ act, detail, code }, { reason }) => {
    await act(reason, (session) => withdrawRequest(session, code, reason));
    return detail();
  },
  supersede: async ({ act, detail, code }, { by }) => {
    await act(`${by} takes its place`, (session) => supersedeRequest(session, code, by));
    return detail();
  },
  enrolOptions: ({ act, user, party }) => act('Begins to enrol a passkey', (session) => beginEnrolment(session, user, party())),
  enrol: ({ act, user, party, trust }, body) =>
    act(`Enrols a passkey: ${body.label}`, async (session) =>
      wirePasskey(await onePasskey(session, user, await enrol(session, user, body, party())), trust),
    ),
  revokePasskey: ({ act, user, trust }, { credential_id }) =>
    act('Gives a passkey up', async (session) => {
      await revokePasskey(session, user, credential_id);
      return wirePasskey(await onePasskey(session, user, credential_id), trust);
    }),
  authorizeRelease: ({ act, code }, body) => act(`Opens a window for ${code}`, (session) => grantWindow(session, code, body)),
};

/** What proves that the person signs; an error, not thrown, where a try is to be counted. */
async function proofFor(
  session: Session,
  signing: Signing,
  body: Body<'sign'>,
  { party, reauthenticate }: CommandContext,
): Promise<SignatureProof | OneRoofError> {
  switch (body.method) {
    case 'passkey':
      return passkeyProof(session, signing, party(), body);
    case 'ssh':
      return sshProof(signing, body.signature);
    case 'password':
      return passwordProof(session, signing, body, reauthenticate);
  }
}
