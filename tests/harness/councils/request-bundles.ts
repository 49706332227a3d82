import { createHash, randomUUID } from 'node:crypto';
import type { BundledAct, RequestBundle } from '../../../src/governance/ratification/bundle/request-bundle.ts';
import { printStatement } from '../../../src/signing/statement.ts';
import type { Statement } from '../../../src/signing/statement.ts';
import { makeSecurityKey } from './ssh-keys.ts';

export const NOW = new Date('2030-06-01T12:00:00Z');
const EXPIRES = '2030-06-02T00:00:00.123456Z';
const KEY = makeSecurityKey('ecdsa');
export const KEYS = { president: KEY, one: makeSecurityKey('ed25519'), two: makeSecurityKey('ed25519') };

export const USERS = { president: randomUUID(), one: randomUUID(), two: randomUUID(), clerk: randomUUID() };
export const CONTENT = {
  code: 'APR-1',
  revision: 1,
  subject: 'release:REL-1',
  action: 'modify',
  proposed_action_code: 'assign_governance_owner',
  risk_level: 'high',
  title: 'First release',
  packet_tree_sha256: 'ab'.repeat(32),
  plan_digest: 'cd'.repeat(32),
  proposer: 'clerk@x',
  expires_at: EXPIRES,
};

/** A bundle in which everything is as it should be; `content` is what people decided about. */
export function bundleOf(
  content: typeof CONTENT = CONTENT,
  choiceOfOne: 'approve' | 'reject' = 'approve',
): RequestBundle {
  const text = JSON.stringify(content, null, 4);
  const digest = createHash('sha256').update(text).digest('hex');
  const { risk_level: _, expires_at: __, ...named } = content;
  const said = (signer: string, more: Partial<Statement> = {}) =>
    printStatement({
      act: 'sign',
      request: content.code,
      revision: content.revision,
      digest,
      packet: content.packet_tree_sha256,
      plan: content.plan_digest,
      environment: 'none/1',
      choice: null,
      rationale: null,
      covers: null,
      signer,
      meaning: 'I authorise this release.',
      nonce: null,
      signed: '2030-06-01T09:00:00.000Z',
      expires: new Date(EXPIRES).toISOString(),
      ...more,
    });
  const actOf = (person: keyof typeof KEYS, statement: string, more: Partial<BundledAct>): BundledAct => ({
    act: 'vote',
    request_code: content.code,
    revision: content.revision,
    revision_digest: digest,
    packet_tree_sha256: content.packet_tree_sha256,
    plan_digest: content.plan_digest,
    expires_at: EXPIRES,
    environment: 'none/1',
    choice: null,
    rationale: null,
    covers: null,
    signer: `${person}@x`,
    signer_user: USERS[person],
    method: 'ssh',
    meaning: null,
    signed_at: '2030-06-01T10:00:00Z',
    public_key: KEYS[person].line,
    assertion: { signature: KEYS[person].sign(statement) },
    statement,
    subject: content.subject,
    row_digest: createHash('sha256').update(statement).digest('hex'),
    signature_id: null,
    pinning: 'file',
    seat: null,
    approver_type: null,
    problem: null,
    ...more,
  });
  const vote = (person: keyof typeof KEYS, seat: 'president' | 'council', choice: 'approve' | 'reject' = 'approve') => {
    const rationale = 'It was rehearsed.';
    const voted = said(`${person}@x`, {
      act: 'vote',
      choice,
      rationale: createHash('sha256').update(rationale).digest('hex'),
    });
    return actOf(person, voted, { choice, rationale, seat, approver_type: 'human' });
  };
  const meaning = 'I authorise this release.';
  const seat = (person: keyof typeof USERS, name: 'president' | 'council') => ({
    seat: name,
    person: `${person}@x`,
    user_id: USERS[person],
    since: '2030-01-01T00:00:00Z',
    vacated_at: null,
  });
  return {
    format: 'one-roof-request-bundle/3',
    generated_at: NOW.toISOString(),
    database: 'directus',
    environment: 'none/1',
    requests: [
      {
        ...named,
        revision_content: text,
        revision_digest: digest,
        proposer_user: USERS.clerk,
        expires_at: EXPIRES,
        status: 'approved',
        carried_out: false,
      },
    ],
    policy: {
      profile: 'council',
      methods: ['ssh', 'password'],
      vote_proof: 'key',
      pinning: 'file',
      cooling_hours: 72,
      approval_ref: 'BOOTSTRAP',
    },
    quorum: {
      risk_level: 'high',
      president_votes: 1,
      council_votes: 2,
      any_votes: 0,
      signing_seats: ['president'],
      rejections: 1,
    },
    seats: [seat('president', 'president'), seat('one', 'council'), seat('two', 'council')],
    acts: [
      vote('president', 'president'),
      vote('one', 'council', choiceOfOne),
      vote('two', 'council'),
      actOf('president', said('president@x'), { act: 'sign', meaning, signed_at: '2030-06-01T11:00:00Z' }),
    ],
    confirmed: false,
    trust: Object.entries(KEYS)
      .map(([person, key]) => `${person}@x namespaces="one-roof" ${key.line}\n`)
      .join(''),
    ledger_head: { seq: 42, hash: 'ef'.repeat(32) },
    ratified: [{ name: 'the database counts what ratified it', expected: 'yes', found: 'yes' }],
    baseline: [{ name: 'owner rows', expected: '0', found: '0' }],
    residue: [{ name: 'open grants', expected: '0', found: '0' }],
  };
}
