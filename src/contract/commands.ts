import { z } from 'zod';
import type { Access } from './access.ts';
import { COMMAND_PATHS, PLAN_WHAT_IF_PATH } from './paths.ts';
import { EnrolledKey, Meaning, Passkey, RequestDetail, SigningMethod, VoteChoice } from './answers/ratification.ts';
import { RunPermit } from './answers/release.ts';
import { GovernanceCode, Moment, PlainJson, PlainText, Sha256 } from './vocabulary.ts';
import { PlanWhatIfRequest, WhatIf } from './answers/what-if.ts';

const text = (max: number) => PlainText.max(max);

/** Options for a browser, as WebAuthn has them in JSON. */
const BrowserOptions = z.record(z.string(), z.unknown());

const KeyMethod = z.enum(['passkey', 'ssh']);
const OperatorName = text(200)
  .regex(/^\S+$/, 'has no spaces')
  .describe('The operator who may run it, as the ledger names them: `operator:` and the database role of the CLI.');
const Until = z.iso
  .datetime({ precision: 3 })
  .describe('When the permit ends, in UTC to the millisecond; at most a day from now.');

const PasskeyProof = z.strictObject({
  method: z.literal('passkey'),
  nonce: z.string(),
  response: z.record(z.string(), z.unknown()),
});
const SshProof = z.strictObject({
  method: z.literal('ssh'),
  statement: text(8000).describe('The statement that was signed, byte for byte.'),
  signature: text(20_000).describe('What `ssh-keygen -Y sign -n one-roof` wrote.'),
});

/** Proof of an act by a key. A session proves it only where the policy in force says so (`vote_proof: session`). */
const ActProof = z.discriminatedUnion('method', [
  PasskeyProof,
  SshProof,
  z.strictObject({ method: z.literal('session') }),
]);
export type ActProof = z.output<typeof ActProof>;

/** The acts of people: what is sent to each path. Each requires a session of the person; see docs/ratification.md. */
export const COMMANDS = {
  createRequest: {
    path: COMMAND_PATHS.createRequest,
    access: 'filers',
    summary: 'File a request for a human decision',
    body: z.strictObject({
      code: GovernanceCode,
      subject: text(150),
      title: text(200),
      action: z.enum(['modify', 'delete', 'review']).default('modify'),
      proposed_action_code: z.string().optional(),
      proposed_action: PlainJson.default({}),
      evidence: PlainJson.default({}),
      packet_tree_sha256: Sha256.optional(),
      plan_digest: Sha256.optional(),
      priority: z.enum(['critical', 'high', 'normal', 'low']).default('normal'),
      expires_at: Moment.optional().describe('Default: in 14 days.'),
    }),
    data: RequestDetail,
  },
  challenge: {
    path: COMMAND_PATHS.challenge,
    access: 'requests',
    summary: 'Begin to sign an act: the statement, and what a passkey needs',
    body: z.discriminatedUnion('act', [
      z.strictObject({
        act: z.literal('vote'),
        method: KeyMethod,
        revision_digest: Sha256,
        choice: VoteChoice,
        rationale: text(4000),
      }),
      z.strictObject({ act: z.literal('sign'), method: SigningMethod, revision_digest: Sha256, meaning: Meaning }),
      z.strictObject({
        act: z.literal('permit'),
        method: KeyMethod,
        revision_digest: Sha256,
        operator: OperatorName,
        until: Until,
      }),
      z.strictObject({ act: z.literal('confirm'), method: KeyMethod, revision_digest: Sha256 }),
    ]),
    data: z.object({
      method: SigningMethod,
      nonce: z.string().nullable().describe('Null for ssh, which is signed elsewhere.'),
      statement: z.string().describe('What is signed, byte for byte.'),
      expires_at: Moment,
      options: BrowserOptions.nullable().describe(
        'For `startAuthentication` of @simplewebauthn/browser; null for other methods.',
      ),
      words_asked: z
        .array(z.number().int().min(1).max(6))
        .describe(
          'The places of the words that the signer of a sovereign signature by passkey enters, as another channel shows them: of the packet, or of the request where it has none.',
        ),
    }),
  },
  vote: {
    path: COMMAND_PATHS.vote,
    access: 'requests',
    summary: 'Vote on a request',
    body: z.strictObject({ choice: VoteChoice, rationale: text(4000), revision_digest: Sha256, proof: ActProof }),
    data: RequestDetail,
  },
  sign: {
    path: COMMAND_PATHS.sign,
    access: 'requests',
    summary: 'Sign an approved request',
    body: z.strictObject({
      meaning: Meaning,
      revision_digest: Sha256,
      agreement: z.literal(true),
      words: z.array(text(20)).max(6).default([]).describe('The words asked for by the challenge, in its order.'),
      proof: z.discriminatedUnion('method', [
        PasskeyProof,
        SshProof,
        z.strictObject({
          method: z.literal('password'),
          nonce: z.string(),
          password: text(500),
          otp: z.string().optional(),
        }),
      ]),
    }),
    data: RequestDetail,
  },
  confirm: {
    path: COMMAND_PATHS.confirm,
    access: 'requests',
    summary: 'Confirm that you filed it',
    body: z.strictObject({ revision_digest: Sha256, proof: ActProof }),
    data: RequestDetail,
  },
  withdraw: {
    path: COMMAND_PATHS.withdraw,
    access: 'requests',
    summary: 'Withdraw a request of yours',
    body: z.strictObject({ reason: text(1000) }),
    data: RequestDetail,
  },
  supersede: {
    path: COMMAND_PATHS.supersede,
    access: 'requests',
    summary: 'Supersede it by another request of yours with the same subject',
    body: z.strictObject({ by: GovernanceCode }),
    data: RequestDetail,
  },
  enrolOptions: {
    path: COMMAND_PATHS.enrolOptions,
    access: 'self',
    summary: 'Begin to enrol a passkey of your own',
    body: z.strictObject({}),
    data: z.object({
      nonce: z.string(),
      options: BrowserOptions.describe('For `startRegistration` of @simplewebauthn/browser.'),
      possession: BrowserOptions.describe(
        'Then for `startAuthentication`, with the id of the new passkey as its only `allowCredentials`.',
      ),
    }),
  },
  enrol: {
    path: COMMAND_PATHS.enrol,
    access: 'self',
    summary: 'Enrol a passkey of your own',
    body: z.strictObject({
      nonce: z.string(),
      label: text(100),
      response: z.record(z.string(), z.unknown()).describe('What `startRegistration` returned.'),
      possession: z
        .record(z.string(), z.unknown())
        .describe('What `startAuthentication` returned: the new passkey proves that you hold it.'),
    }),
    data: Passkey,
  },
  revokePasskey: {
    path: COMMAND_PATHS.revokePasskey,
    access: 'self',
    summary: 'Revoke a passkey of yours',
    body: z.strictObject({ credential_id: z.string() }),
    data: Passkey,
  },
  keyChallenge: {
    path: COMMAND_PATHS.keyChallenge,
    access: 'confidential',
    summary: 'Begin to confirm that an enrolled key is its holder’s: the statement, and what a passkey needs',
    body: z.strictObject({ credential_id: z.string(), method: KeyMethod }),
    data: z.object({
      nonce: z.string().nullable().describe('Null for ssh, which is signed elsewhere.'),
      statement: z.string().describe('What is signed, byte for byte.'),
      expires_at: Moment,
      options: BrowserOptions.nullable().describe(
        'For `startAuthentication` of @simplewebauthn/browser; null for ssh.',
      ),
    }),
  },
  confirmKey: {
    path: COMMAND_PATHS.confirmKey,
    access: 'confidential',
    summary: 'Confirm, with a signature, that an enrolled key is its holder’s (`pinning: enrolled`)',
    body: z.strictObject({
      credential_id: z.string(),
      proof: z.discriminatedUnion('method', [PasskeyProof, SshProof]),
    }),
    data: EnrolledKey,
  },
  withdrawKey: {
    path: COMMAND_PATHS.withdrawKey,
    access: 'self',
    summary: 'Withdraw your confirmation of a key, or those of your own key: what it signs from then on does not count',
    body: z.strictObject({ credential_id: z.string() }),
    data: EnrolledKey,
  },
  permitRun: {
    path: COMMAND_PATHS.permitRun,
    access: 'requests',
    summary: 'Permit one run of the ratified release that a request is about, by an operator who is not you',
    body: z.strictObject({ revision_digest: Sha256, operator: OperatorName, until: Until, proof: ActProof }),
    data: RunPermit,
  },
} as const satisfies { [Name in keyof typeof COMMAND_PATHS]: Command & { path: (typeof COMMAND_PATHS)[Name] } };

/** The question about a whole plan. It is a POST because a plan does not fit into a URL; it keeps nothing. */
export const PLAN_WHAT_IF = {
  path: PLAN_WHAT_IF_PATH,
  access: 'administrators',
  summary: 'Preview the registration of a plan; nothing is saved. For administrators',
  body: PlanWhatIfRequest,
  data: WhatIf,
} as const satisfies Command;

/** A command: a POST with a JSON body. */
export interface Command {
  path: string;
  access: Access;
  summary: string;
  body: z.ZodType;
  data: z.ZodType;
}

export type CommandName = keyof typeof COMMANDS;

/** Body of a command. */
export type CommandBody<Name extends CommandName> = z.input<(typeof COMMANDS)[Name]['body']>;

/** Answer of a command. */
export type CommandData<Name extends CommandName> = z.output<(typeof COMMANDS)[Name]['data']>;
