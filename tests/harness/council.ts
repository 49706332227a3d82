import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Trust } from '../../src/governance/ratification/read-trust.ts';
import { personStatement } from '../../src/governance/ratification/person-statement.ts';
import type { PlannedAct } from '../../src/governance/ratification/person-statement.ts';
import { permitCovers } from '../../src/governance/release/permit-run.ts';
import { parseTrustFile } from '../../src/signing/trust/trust-file.ts';
import { REHEARSAL_TRUST } from './releases/rehearsals.ts';
import { emailOf, seatPeople } from './councils/people.ts';
import type { Person, SeatOptions } from './councils/people.ts';
import { makeSecurityKey } from './councils/ssh-keys.ts';
import type { SshKey } from './councils/ssh-keys.ts';
import type { TestDatabase } from './test-database.ts';

export { emailOf } from './councils/people.ts';
export type { Person } from './councils/people.ts';

/** The database of a council. (Benchmarks have one too, and no sources of ours that a bundler would have to read.) */
type CouncilDatabase = Pick<TestDatabase, 'sessions' | 'sql'>;

/** Directus users of a test, each signed in, and what they do by SQL as Directus would do it for them. */
export class Council {
  readonly #db: CouncilDatabase;
  readonly ids: Record<Person, string>;
  readonly #keys = new Map<Person, SshKey>();

  private constructor(db: CouncilDatabase, ids: Record<Person, string>) {
    this.#db = db;
    this.ids = ids;
  }

  /** Makes the users and signs them in; seats them, unless told not to. */
  static async seat(db: CouncilDatabase, options: SeatOptions = {}): Promise<Council> {
    return new Council(db, await seatPeople(db, options));
  }

  /** Runs statements in one transaction as a person who is signed in, with their session (or, for an AI, their token). */
  async as(person: Person, ...statements: (string | [string, unknown[]])[]): Promise<Record<string, unknown>[]> {
    return this.#db.sessions.use(async (session) => {
      await session.query(`begin; set local search_path = one_roof; set local one_roof.reason = 'a test'`);
      await session.query(`select set_config($1, $2, true)`, [
        person === 'assistant' ? 'one_roof.token' : 'one_roof.session',
        `${person === 'assistant' ? 'token' : 'session'}-${person}`,
      ]);
      let rows: Record<string, unknown>[] = [];
      for (const statement of statements) {
        const [text, values] = typeof statement === 'string' ? [statement, []] : statement;
        rows = (await session.query(text, values)).rows;
      }
      await session.query('commit');
      return rows;
    });
  }

  /** Files a request as a person; by default for a release, which is drafted first where there is none. */
  async request(
    code: string,
    more: Record<string, unknown> = {},
    person: Person = 'clerk',
    { drafted = true } = {},
  ): Promise<void> {
    const { subject = `release:${code}` } = more as { subject?: string };
    const release = subject.startsWith('release:') ? subject.slice('release:'.length) : null;
    const request = {
      code,
      subject,
      action: 'modify',
      title: `Request ${code}`,
      packet_tree_sha256: packetOf(release ?? code),
      plan_digest: '0'.repeat(64),
      proposer_user: this.ids[person],
      proposer: '',
      expires_at: new Date(Date.now() + 3_600_000).toISOString(),
      revision_content: '',
      revision_digest: '',
      proposed_action: {},
      created_by: 'test',
      ...more,
    };
    if (drafted && release !== null) {
      const { draftStandIn } = await import('./releases/draft-release.ts'); // reads SQL files of ours
      await draftStandIn(this.#db, { release, packet: request.packet_tree_sha256, plan: request.plan_digest });
    }
    await this.as(person, [
      `insert into approval_requests (${Object.keys(request).join(', ')})
       select ${Object.keys(request).join(', ')} from jsonb_populate_record(null::approval_requests, $1)`,
      [JSON.stringify(request)],
    ]);
  }

  /** Votes as a person, signed with their key. */
  async vote(code: string, person: Person, decision: Choice = 'approve', seat = seatOf(person)): Promise<void> {
    await this.as(person, await this.voteStatement(code, person, decision, seat));
  }

  /** The statement that writes a signed vote; `more` overrides columns of it. */
  async voteStatement(
    code: string,
    person: Person,
    decision: Choice = 'approve',
    seat = seatOf(person),
    more: Record<string, unknown> = {},
  ): Promise<[string, unknown[]]> {
    const signed = await this.signed(code, person, { act: 'vote', choice: decision, rationale: 'because' });
    const row = {
      approver: '',
      approver_user: this.ids[person],
      approver_type: 'human',
      seat,
      decision,
      rationale: 'because',
      method: 'ssh',
      statement: signed.statement,
      public_key: signed.key,
      assertion: { signature: signed.signature },
      created_by: 'test',
      ...more,
    };
    const names = Object.keys(row).join(', ');
    return [
      `insert into apr_approvals (request_code, revision, revision_digest, ${names})
       select r.code, r.revision, r.revision_digest, ${Object.keys(row)
         .map((name) => `v.${name}`)
         .join(', ')}
       from approval_requests r, jsonb_populate_record(null::apr_approvals, $2) v where r.code = $1`,
      [code, JSON.stringify(row)],
    ];
  }

  /** A statement about the present revision of a request, signed with the key of a person, which the trust of this council names. */
  async signed(
    code: string,
    person: Person,
    act: PlannedAct,
    more: { environment?: string; as?: Person } = {},
  ): Promise<{ statement: string; signature: string; key: string }> {
    const [row] = await this.#db.sql(
      `select r.*, one_roof.environment_name() as environment from one_roof.approval_requests r where code = $1`,
      [code],
    );
    const { environment, ...asked } = Asked.parse(row);
    const statement = personStatement(
      { ...asked, expires_at: asked.expires_at.toISOString() } as never,
      emailOf(person),
      act,
      {
        environment: more.environment ?? environment,
        nonce: null,
        signed: new Date(),
      },
    );
    const key = this.keyOf(more.as ?? person);
    return { statement, signature: key.sign(statement), key: key.line };
  }

  /** Two of the council and the president approve. */
  async approve(code: string): Promise<void> {
    for (const person of ['council-1', 'council-2', 'president'] as const) await this.vote(code, person);
  }

  /** Signs as a person with their key, which the trust of this council names. */
  async signWithKey(code: string, person: Person): Promise<void> {
    const { statement, signature, key } = await this.signed(code, person, { act: 'sign', meaning: MEANING });
    await this.as(person, this.signature(code, person, { statement, key, assertion: { signature } }));
  }

  /** The proposer of a request says that they filed it, signed with their key. */
  async confirm(code: string, person: Person, ...before: string[]): Promise<void> {
    const { statement, signature, key } = await this.signed(code, person, { act: 'confirm' });
    await this.as(person, ...before, [
      `insert into governance_confirmation
         (request_code, revision, revision_digest, signer, signer_user, method, statement, public_key, assertion, created_by)
       select code, revision, revision_digest, '', $2, 'ssh', $3, $4, $5, 'test' from approval_requests where code = $1`,
      [code, this.ids[person], statement, key, JSON.stringify({ signature })],
    ]);
  }

  /** Somebody permits one run of the release that a request is about, signed with their key. */
  async permit(code: string, person: Person, release: string, operator: string, seconds: number): Promise<string> {
    const until = new Date(Date.now() + seconds * 1000).toISOString();
    const { statement, signature, key } = await this.signed(code, person, {
      act: 'permit',
      covers: permitCovers(release, operator, until),
    });
    const proof = { user: this.ids[person], method: 'ssh', statement, public_key: key, assertion: { signature } };
    const rows = await this.as(person, [
      'select grant_release_window($1, $2, $3, $4) as code',
      [release, operator, until, JSON.stringify(proof)],
    ]);
    return String(rows[0]?.['code']);
  }

  /** Trust in the keys of everybody who signed with one, and of the rehearser. */
  get trust(): Trust {
    const lines = [...this.#keys].map(([person, key]) => `${emailOf(person)} namespaces="one-roof" ${key.line}`);
    return { keys: parseTrustFile([REHEARSAL_TRUST, ...lines].join('\n')), fault: null };
  }

  /** The key of a person; from the first use on the trust of this council names it. */
  keyOf(person: Person): SshKey {
    const key = this.#keys.get(person) ?? makeSecurityKey('ed25519');
    this.#keys.set(person, key);
    return key;
  }

  /** Signs as a person, with an assertion that proves nothing: what the database judges. */
  async sign(
    code: string,
    person: Person,
    { method = 'ssh', nonce, digest, agreement = true }: SignOptions = {},
  ): Promise<void> {
    await this.as(
      person,
      ...(nonce === undefined
        ? []
        : [challenge(nonce, method === 'passkey' ? 'sign' : 'reauthenticate', this.ids[person], code)]),
      this.signature(code, person, { method, nonce, digest, agreement }),
    );
  }

  /** The statement that writes a signature. */
  signature(code: string, person: Person, options: SignOptions = {}): [string, unknown[]] {
    const {
      method = 'ssh',
      nonce,
      digest,
      agreement = true,
      statement = 'statement',
      key = 'key',
      assertion = {},
    } = options;
    return [
      `with e as (
         insert into os_proposal_approvals (status, first_name, last_name, email, esignature_agreement, created_by)
         values ('signed', $2, 'Test', $3, $4, 'test') returning id)
       insert into governance_signature
         (signature_id, request_code, revision_digest, signer, signer_user, method, meaning, printed_name, statement, public_key, assertion,
          reauthentication, created_by)
       select e.id, r.code, coalesce($5, r.revision_digest), '', $6, $7, $9, $2 || ' Test', $10,
         case when $7 <> 'password' then $11 end, jsonb_strip_nulls($12::jsonb || jsonb_build_object('nonce', $8::text)),
         case when $7 = 'password' then '{}'::jsonb end, 'test'
       from e cross join approval_requests r where r.code = $1`,
      [
        code,
        person,
        emailOf(person),
        agreement,
        digest ?? null,
        this.ids[person],
        method,
        nonce ?? null,
        MEANING,
        statement,
        key,
        assertion,
      ],
    ];
  }

  /** Status of a request. */
  async status(code: string): Promise<unknown> {
    return (await this.#db.sql(`select one_roof.request_status($1) as status`, [code]))[0]?.['status'];
  }

  async ospa(): Promise<number> {
    return Number((await this.#db.sql(`select one_roof.ospa() as ospa`))[0]?.['ospa']);
  }
}

interface SignOptions {
  method?: string | undefined;
  nonce?: string | undefined;
  digest?: string | undefined;
  agreement?: boolean | undefined;
  statement?: string;
  key?: string;
  assertion?: Record<string, unknown>;
}

const Asked = z.looseObject({ environment: z.string(), expires_at: z.date() });

type Choice = 'approve' | 'reject' | 'abstain';

const MEANING = 'I ratify this';

/** The packet of a release that a test drafts to ask about it. */
const packetOf = (release: string) => createHash('sha256').update(release).digest('hex');

const seatOf = (person: Person) =>
  person === 'president' ? 'president' : person === 'assistant' ? 'ai_council' : 'council';

/** The statement that asks for a challenge. */
export function challenge(nonce: string, purpose: string, user: string, code: string | null): [string, unknown[]] {
  return [
    `insert into governance_signature_challenge (nonce, purpose, user_id, session_digest, revision_digest, created_by)
     values ($1, $2, $3, '', (select revision_digest from approval_requests where code = $4), 'test')`,
    [nonce, purpose, user, code],
  ];
}
