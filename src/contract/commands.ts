import { z } from 'zod';
import { Decision, Meaning, Passkey, RequestDetail } from './ratification.ts';
import { ReleaseWindow } from './release.ts';
import { GovernanceCode, Moment, PlainText, Sha256 } from './vocabulary.ts';

const text = (max: number) => PlainText.max(max);

/** What a browser is to make of it: as WebAuthn has it in JSON. */
const BrowserOptions = z.record(z.string(), z.unknown());

/** The commands: what is sent to each path. Every one needs a session of the person; see docs/ratification.md. */
export const COMMANDS = {
  createRequest: {
    path: '/requests',
    summary: 'File a request for a human decision',
    body: z.strictObject({
      code: GovernanceCode,
      subject: text(150),
      title: text(200),
      action: z.enum(['modify', 'delete', 'review']).default('modify'),
      proposed_action_code: z.string().optional(),
      proposed_action: z.record(z.string(), z.unknown()).default({}),
      evidence: z.record(z.string(), z.unknown()).default({}),
      packet_tree_sha256: Sha256.optional(),
      plan_digest: Sha256.optional(),
      priority: z.enum(['critical', 'high', 'normal', 'low']).default('normal'),
      expires_at: Moment.optional().describe('Default: in 14 days.'),
    }),
    data: RequestDetail,
  },
  vote: {
    path: '/requests/:code/vote',
    summary: 'Vote on a request',
    body: z.strictObject({ decision: Decision, rationale: text(4000), revision_digest: Sha256 }),
    data: RequestDetail,
  },
  challenge: {
    path: '/requests/:code/challenge',
    summary: 'Begin to sign: the options of a passkey, or a nonce for a password',
    body: z.strictObject({ method: z.enum(['passkey', 'password']), meaning: Meaning, revision_digest: Sha256 }),
    data: z.object({
      method: z.enum(['passkey', 'password']),
      nonce: z.string(),
      statement: z.string(),
      expires_at: Moment,
      options: BrowserOptions.nullable().describe('For `startAuthentication` of @simplewebauthn/browser; null for a password.'),
    }),
  },
  sign: {
    path: '/requests/:code/sign',
    summary: 'Sign an approved request',
    body: z.discriminatedUnion('method', [
      z.strictObject({
        method: z.literal('passkey'),
        meaning: Meaning,
        revision_digest: Sha256,
        agreement: z.literal(true),
        nonce: z.string(),
        response: z.record(z.string(), z.unknown()),
      }),
      z.strictObject({
        method: z.literal('ssh'),
        meaning: Meaning,
        revision_digest: Sha256,
        agreement: z.literal(true),
        signature: text(20_000),
      }),
      z.strictObject({
        method: z.literal('password'),
        meaning: Meaning,
        revision_digest: Sha256,
        agreement: z.literal(true),
        nonce: z.string(),
        password: text(500),
        otp: z.string().optional(),
      }),
    ]),
    data: RequestDetail,
  },
  confirm: { path: '/requests/:code/confirm', summary: 'Say that you filed it', body: z.strictObject({}), data: RequestDetail },
  withdraw: {
    path: '/requests/:code/withdraw',
    summary: 'Withdraw a request of yours',
    body: z.strictObject({ reason: text(1000) }),
    data: RequestDetail,
  },
  supersede: {
    path: '/requests/:code/supersede',
    summary: 'Let another request of yours about the same take its place',
    body: z.strictObject({ by: GovernanceCode }),
    data: RequestDetail,
  },
  enrolOptions: {
    path: '/passkeys/options',
    summary: 'Begin to enrol a passkey of your own',
    body: z.strictObject({}),
    data: z.object({ nonce: z.string(), options: BrowserOptions.describe('For `startRegistration` of @simplewebauthn/browser.') }),
  },
  enrol: {
    path: '/passkeys',
    summary: 'Enrol a passkey of your own',
    body: z.strictObject({ nonce: z.string(), label: text(100), response: z.record(z.string(), z.unknown()) }),
    data: Passkey,
  },
  revokePasskey: {
    path: '/passkeys/revoke',
    summary: 'Give a passkey of yours up',
    body: z.strictObject({ credential_id: z.string() }),
    data: Passkey,
  },
  authorizeRelease: {
    path: '/releases/:code/authorize',
    summary: 'Open the window of one run of a ratified release, for an operator who is not you',
    body: z.strictObject({
      operator: text(200).describe('Who may use it, as the ledger names them: `operator:` and the database role of the CLI.'),
      seconds: z.number().int().min(60).max(7200).default(7200),
    }),
    data: ReleaseWindow,
  },
} as const;

export type CommandName = keyof typeof COMMANDS;

/** What is sent with a command. */
export type CommandBody<Name extends CommandName> = z.input<(typeof COMMANDS)[Name]['body']>;

/** What a command answers. */
export type CommandData<Name extends CommandName> = z.output<(typeof COMMANDS)[Name]['data']>;
