import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectusClient } from '../../../hosts/directus-client.ts';
import type { Answer } from '../../../hosts/directus-client.ts';
import type { RequestDetail } from '../../../src/contract/answers/ratification.ts';
import { emailOf } from '../council.ts';
import { draftStandIn } from '../releases/draft-release.ts';
import { REHEARSAL_TRUST } from '../releases/rehearsals.ts';
import { makeSecurityKey } from './ssh-keys.ts';
import type { SshKey } from './ssh-keys.ts';
import { DirectusStack } from '../directus/directus-stack.ts';

/** Somebody with an account in Directus. */
export interface Ratifier {
  id: string;
  email: string;
  password: string;
  /** Signed in with a session, as the Studio does. */
  client: DirectusClient;
}

const BASE = '/one-roof/v1';

/** How they decide, and whether they may use the Studio. */
interface RatifiersOptions {
  profile: 'two_person' | 'council';
  methods?: readonly string[];
  pinning?: 'file' | 'enrolled';
  app?: boolean;
  settings?: Record<string, string>;
}

/** A Directus with people who hold seats, none of whom takes a seat of Directus 12 Core, and a trust file. */
export class Ratifiers<Name extends string> {
  readonly stack: DirectusStack;
  readonly trustFile: string;
  readonly people: Record<Name | 'clerk', Ratifier>;

  private constructor(stack: DirectusStack, trustFile: string, people: Record<Name | 'clerk', Ratifier>) {
    this.stack = stack;
    this.trustFile = trustFile;
    this.people = people;
  }

  /**
   * @param seats who holds which, by the local part of their e-mail. `clerk` holds none, and may file requests by their role.
   */
  static async start<Name extends string>(
    seats: Partial<Record<'president' | 'council' | 'ai_council', readonly Name[]>>,
    { app = false, settings = {}, ...policy }: RatifiersOptions,
  ): Promise<Ratifiers<Name>> {
    // In its place beside the configuration: no variable names it.
    const folder = mkdtempSync(join(tmpdir(), 'one-roof-trust-'));
    const trustFile = join(folder, 'one-roof.trust');
    writeFileSync(trustFile, '', { mode: 0o600 });
    const stack = await DirectusStack.start('one_roof_reference', {
      declared: 'production',
      settings: { CONFIG_PATH: join(folder, '.env'), ONE_ROOF_REQUEST_ROLES: 'Clerks', ...settings },
    });
    const admin = await stack.admin();
    const role = await admin.create('/roles', { name: 'Ratifiers' });
    const clerks = await admin.create('/roles', { name: 'Clerks', parent: role });
    // With access to the app they take seats of Directus 12 Core.
    if (app)
      await admin.create('/policies', {
        name: 'Ratifiers',
        app_access: true,
        roles: { create: [{ role }], update: [], delete: [] },
      });
    const names = [
      ...Object.values<readonly Name[] | undefined>(seats).flatMap((seated) => seated ?? []),
      ...(app ? [] : ['clerk' as const]),
    ];
    const people = {} as Record<Name | 'clerk', Ratifier>;
    for (const name of names) {
      const person = { email: emailOf(name), password: randomBytes(12).toString('base64url') };
      const id = await admin.create('/users', {
        ...person,
        first_name: name,
        last_name: 'Test',
        role: name === 'clerk' ? clerks : role,
        status: 'active',
        token: `token-${name}`,
      });
      people[name] = { id, ...person, client: await signIn(stack.directus.url, person) };
    }
    const emails = Object.fromEntries(
      Object.entries<readonly Name[] | undefined>(seats).map(([seat, held]) => [seat, (held ?? []).map(emailOf)]),
    );
    const methods = policy.profile === 'council' ? ['passkey', 'ssh'] : ['passkey', 'ssh', 'password'];
    const ratification = { methods, ...policy, cooling_hours: 72, seats: emails };
    await stack.db.sql(`select one_roof.seat_people($1, 'test')`, [JSON.stringify(ratification)]);
    await stack.db.sql(
      `select one_roof.arm_table_guard('directus_users'), one_roof.arm_table_guard('directus_sessions')`,
    );
    return new Ratifiers(stack, trustFile, people);
  }

  /** Sends a command as somebody. */
  do(name: Name | 'clerk', path: string, body: unknown): Promise<Answer> {
    return this.people[name].client.ask('POST', `${BASE}${path}`, body);
  }

  /** Sends a command that has to work. */
  async done<Data = RequestDetail>(name: Name | 'clerk', path: string, body: unknown): Promise<Data> {
    return ((await this.people[name].client.must('POST', `${BASE}${path}`, body)) as { data: Data }).data;
  }

  /** Reads something as somebody. */
  async read<Data = RequestDetail>(name: Name | 'clerk', path: string): Promise<Data> {
    return ((await this.people[name].client.must('GET', `${BASE}${path}`)) as { data: Data }).data;
  }

  /** Files a request for a release, which is drafted first where there is none. */
  async file(code: string, name: Name | 'clerk' = 'clerk', more: Record<string, unknown> = {}): Promise<RequestDetail> {
    const { subject = `release:${code}` } = more as { subject?: string };
    const release = { packet_tree_sha256: '1'.repeat(64), plan_digest: '2'.repeat(64) };
    if (subject.startsWith('release:')) await this.draft(subject.slice('release:'.length));
    return this.done(name, '/requests', { code, subject, title: `Request ${code}`, ...release, ...more });
  }

  /** Drafts a release that requests may be about. */
  draft(release: string): Promise<void> {
    return draftStandIn(this.stack.db, { release, packet: '1'.repeat(64), plan: '2'.repeat(64) });
  }

  /** Votes as somebody, signed with a key of theirs that the trust file names. */
  async vote(code: string, name: Name, choice = 'approve'): Promise<Answer> {
    const act = { act: 'vote', choice, rationale: 'because' };
    const { proof, revision_digest } = await this.sshProof(code, name, act);
    return this.do(name, `/requests/${code}/vote`, { choice, rationale: 'because', revision_digest, proof });
  }

  /** The proof of an act by an SSH key: by default the one of this person, which the trust file names. */
  async sshProof(
    code: string,
    name: Name | 'clerk',
    act: Record<string, unknown>,
    sign: (statement: string) => string = (statement) => this.keyOf(name).sign(statement),
  ): Promise<{ proof: { method: 'ssh'; statement: string; signature: string }; revision_digest: string }> {
    const { revision_digest } = await this.read(name, `/requests/${code}`);
    const { statement } = await this.done<{ statement: string }>(name, `/requests/${code}/challenge`, {
      method: 'ssh',
      revision_digest,
      ...act,
    });
    return { proof: { method: 'ssh', statement, signature: sign(statement) }, revision_digest };
  }

  readonly #keys = new Map<string, SshKey>();
  #others: readonly string[] = [];

  /** The key of somebody; from its first use on the trust file names it. */
  keyOf(name: string): SshKey {
    const key = this.#keys.get(name) ?? makeSecurityKey('ed25519');
    this.#keys.set(name, key);
    this.trust(...this.#others);
    return key;
  }

  /** A client with the static token of somebody's account. */
  byToken(name: Name): DirectusClient {
    return new DirectusClient(this.stack.directus.url, `token-${name}`);
  }

  /** Signs with an SSH signature. */
  async signBySsh(
    code: string,
    name: Name,
    sign: (statement: string) => string,
    more: Record<string, unknown> = {},
  ): Promise<Answer> {
    const { default_meaning: meaning } = await this.read(name, `/requests/${code}`);
    const { proof, revision_digest } = await this.sshProof(code, name, { act: 'sign', meaning }, sign);
    return this.do(name, `/requests/${code}/sign`, { agreement: true, meaning, revision_digest, proof, ...more });
  }

  /** Writes the trust file: these lines, and the keys of those who voted. */
  trust(...lines: string[]): void {
    this.#others = lines;
    const own = [...this.#keys].map(([name, key]) => `${emailOf(name)} namespaces="one-roof" ${key.line}`);
    writeFileSync(this.trustFile, [REHEARSAL_TRUST, ...own, ...lines].map((line) => `${line}\n`).join(''));
  }

  /** Verdict of the gate. */
  async gate(): Promise<{
    verdict: string;
    blockers: string[];
    ospa: number;
    conditions: { blocker: string | null; fix: string | null }[];
  }> {
    const answer = (await (await this.stack.admin()).must('GET', `${BASE}/gate`)) as {
      data: Awaited<ReturnType<Ratifiers<Name>['gate']>>;
    };
    return answer.data;
  }
}

/** Signs in with a session. */
export async function signIn(
  url: string,
  { email, password }: { email: string; password: string },
): Promise<DirectusClient> {
  const { headers, status, body } = await new DirectusClient(url).ask('POST', '/auth/login', {
    email,
    password,
    mode: 'session',
  });
  const [, token] = /directus_session_token=([^;]+)/.exec(headers.get('set-cookie') ?? '') ?? [];
  if (token === undefined) throw new Error(`signing in answered ${status}: ${JSON.stringify(body)}`);
  return new DirectusClient(url, token);
}

/** `status code: message` of an answer that refuses. */
export function refusalOf({ status, body }: Answer): string {
  const [error] = (body as { errors?: { message: string; extensions: { code: string } }[] }).errors ?? [];
  return `${status} ${error?.extensions.code ?? ''}: ${error?.message ?? JSON.stringify(body)}`;
}
