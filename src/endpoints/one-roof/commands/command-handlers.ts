import { OneRoofError } from '../../../contract/errors.ts';
import type { COMMANDS, CommandData, CommandName } from '../../../contract/commands.ts';
import type { RequestDetail } from '../../../contract/answers/ratification.ts';
import type { ProductionSession } from '../../../database/sessions/session.ts';
import {
  confirmRequest,
  supersedeRequest,
  withdrawRequest,
} from '../../../governance/ratification/commands/change-request.ts';
import {
  beginKeyConfirmation,
  confirmKey,
  withdrawKeyConfirmation,
} from '../../../governance/ratification/commands/confirm-key.ts';
import { createRequest } from '../../../governance/ratification/commands/create-request.ts';
import { letRolesFile } from '../../../governance/ratification/requests/filing-roles.ts';
import { keepSignature } from '../../../governance/ratification/commands/keep-signature.ts';
import {
  beginEnrolment,
  enrol,
  onePasskey,
  revokePasskey,
} from '../../../governance/ratification/commands/passkeys.ts';
import type { Reauthenticate, Reauthenticated } from '../../../governance/ratification/commands/sign-with-password.ts';
import { keepConfirmation } from '../../../governance/ratification/commands/prove-act.ts';
import { requireWords } from '../../../governance/ratification/commands/sign-with-passkey.ts';
import { vote } from '../../../governance/ratification/commands/vote.ts';
import { oneKey } from '../../../governance/ratification/council/enrolled-keys.ts';
import { trustInForce } from '../../../governance/ratification/council/enrolled-trust.ts';
import { wirePasskey } from '../../../governance/ratification/council/own-passkeys.ts';
import { permitRun } from '../../../governance/release/permit-run.ts';
import type { Trust } from '../../../governance/ratification/read-trust.ts';
import type { RelyingParty } from '../../../signing/passkey/relying-party.ts';
import { askPassword, beginAct, permitOf, proveAct, proveByKey, releaseOf } from './prove.ts';
import type { z } from 'zod';

/** Context of a command. */
export interface CommandContext {
  /** The request or release that the path names; empty where it names none. */
  code: string;
  user: string;
  ip: string | null;
  /** The Directus roles that may file requests, by id or name. */
  requestRoles: readonly string[];
  trust: Trust;
  party: () => RelyingParty;
  reauthenticate: Reauthenticate;
  /** Verdict of Directus on the password that was sent. It is asked before the transaction in which it counts. */
  reauthenticated?: Reauthenticated;
  /** Does something in one transaction, as this person, for this reason. */
  act: <Result>(reason: string, work: (session: ProductionSession) => Promise<Result>) => Promise<Result>;
  /** The request as it is now. */
  detail: () => Promise<RequestDetail>;
}

type Body<Name extends CommandName> = z.output<(typeof COMMANDS)[Name]['body']>;

/** How each command is carried out. */
export const COMMAND_HANDLERS: {
  [Name in CommandName]: (context: CommandContext, body: Body<Name>) => Promise<CommandData<Name>>;
} = {
  createRequest: async ({ act, detail, user, requestRoles }, body) => {
    await act(body.title, async (session) => {
      await letRolesFile(session, requestRoles);
      await createRequest(session, body, user, `directus:${user}`);
    });
    return detail();
  },
  challenge: (context, body) => context.act('Begins to sign', (session) => beginAct(session, body, context)),
  vote: async (context, { choice, rationale, revision_digest, proof }) => {
    await context.act(rationale, async (session) => {
      const planned = { act: 'vote', choice, rationale } as const;
      const { signing, proven } = await proveByKey(session, context, revision_digest, planned, proof);
      await vote(session, signing, proven, `directus:${context.user}`);
    });
    return context.detail();
  },
  sign: async (context, { meaning, revision_digest, words, proof }) => {
    const planned = { act: 'sign', meaning } as const;
    const asked = proof.method === 'password' ? await askPassword(context, revision_digest, planned, proof) : context;
    const failed = await context.act(meaning, async (session) => {
      const proved = await proveAct(session, asked, revision_digest, planned, proof);
      if (proved instanceof OneRoofError) return proved;
      if (proof.method === 'passkey') requireWords(proved.signing, proof.nonce, words);
      await keepSignature(session, proved.signing, proved.proven, {
        ip: context.ip,
        createdBy: `directus:${context.user}`,
      });
      return null;
    });
    if (failed !== null) throw failed;
    return context.detail();
  },
  confirm: async (context, { revision_digest, proof }) => {
    await context.act('The proposer confirms the request', async (session) => {
      const { signing, proven } = await proveByKey(session, context, revision_digest, { act: 'confirm' }, proof);
      if (proven.method === 'session') await confirmRequest(session, context.code);
      else await keepConfirmation(session, signing, proven);
    });
    return context.detail();
  },
  withdraw: async ({ act, detail, code }, { reason }) => {
    await act(reason, (session) => withdrawRequest(session, code, reason));
    return detail();
  },
  supersede: async ({ act, detail, code }, { by }) => {
    await act(`${by} takes its place`, (session) => supersedeRequest(session, code, by));
    return detail();
  },
  enrolOptions: ({ act, user, party }) =>
    act('Begins to enrol a passkey', (session) => beginEnrolment(session, user, party())),
  enrol: ({ act, user, party, trust }, body) =>
    act(`Enrols a passkey: ${body.label}`, async (session) =>
      wirePasskey(
        await onePasskey(session, user, await enrol(session, user, body, party(), trust)),
        await trustInForce(session, trust),
      ),
    ),
  revokePasskey: ({ act, user, trust }, { credential_id }) =>
    act('Revokes a passkey', async (session) => {
      await revokePasskey(session, user, credential_id);
      return wirePasskey(await onePasskey(session, user, credential_id), await trustInForce(session, trust));
    }),
  keyChallenge: ({ act, user, party }, body) =>
    act('Begins to confirm a key', (session) => beginKeyConfirmation(session, user, body, party)),
  confirmKey: ({ act, user, party, trust }, { credential_id, proof }) =>
    act('Confirms the key of somebody else', async (session) => {
      await confirmKey(session, user, credential_id, proof, party, `directus:${user}`);
      return oneKey(session, { user, all: true }, trust, credential_id);
    }),
  withdrawKey: ({ act, user, trust }, { credential_id }) =>
    act('Withdraws the confirmation of a key', async (session) => {
      await withdrawKeyConfirmation(session, user, credential_id);
      return oneKey(session, { user, all: true }, trust, credential_id);
    }),
  permitRun: (context, { revision_digest, proof, ...grant }) =>
    context.act('Permits one run', async (session) => {
      const release = await releaseOf(session, context.code);
      const { signing, proven } = await proveByKey(session, context, revision_digest, permitOf(release, grant), proof);
      return permitRun(session, release, grant, signing, proven);
    }),
};
