import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseSettings } from '../hosts/directus.ts';
import { runOneRoof } from '../hosts/one-roof-cli.ts';
import type { CliOutcome } from '../hosts/one-roof-cli.ts';
import { pgSessions } from '../src/database/sessions/pg-sessions.ts';
import { Council, emailOf } from '../tests/harness/council.ts';
import { DEMO, directusUrl, runSql } from '../tests/harness/test-server.ts';
import type { TestServer } from '../tests/harness/test-server.ts';
import { withClient } from '../tests/harness/with-client.ts';

/** A release that people ratified and whose window is open. */
export interface ReadyRelease {
  release: string;
  /** Its packet. */
  folder: string;
}

const PRODUCTION = 'directus_bench_production';
const CLONE = 'directus_gov_test_bench_release';
const WHY = ['--reason', 'benchmark'];

/** The reference case as a production database with a council, and a clone of it to rehearse on; everything by the built CLI. */
export class ReleaseProduction {
  readonly url: string;
  readonly #extension: string;
  readonly #council: Council;
  readonly #folder = mkdtempSync(join(tmpdir(), 'one-roof-bench-'));
  #releases = 0;

  private constructor(url: string, extension: string, council: Council) {
    this.url = url;
    this.#extension = extension;
    this.#council = council;
    const made = spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', this.#rehearsalKey], {
      encoding: 'utf8',
    });
    if (made.status !== 0) throw new Error(`ssh-keygen: ${made.stderr}`);
    this.#trust();
  }

  static async set(server: TestServer, extension: string): Promise<ReleaseProduction> {
    for (const [name, kind] of [
      [PRODUCTION, '--production'],
      [CLONE, '--clone'],
    ] as const) {
      await runSql(directusUrl(server, 'postgres'), `create database ${name} template directus_reference`);
      const environment = { PATH: process.env['PATH'], ...databaseSettings(directusUrl(server, name)) };
      for (const command of [
        ['migrate'],
        ['environment', 'declare', kind, ...WHY],
        ['plan', 'register', `${DEMO}plan.yaml`, ...WHY],
      ]) {
        mustBeFine(await runOneRoof(extension, environment, command), command);
      }
    }
    const url = directusUrl(server, PRODUCTION);
    const sql = (text: string, values?: unknown[]) =>
      withClient<Record<string, unknown>[]>(url, async (client) => {
        await client.query(`set one_roof.reason = 'benchmark'`);
        return (await client.query<Record<string, unknown>>(text, values)).rows;
      });
    return new ReleaseProduction(
      url,
      extension,
      await Council.seat({ sessions: pgSessions({ connectionString: url }), sql }),
    );
  }

  /** Takes a release of its own all the way to an open window: a release is used once. */
  async ready(): Promise<ReadyRelease> {
    const release = `REL-${(this.#releases += 1)}`;
    const folder = join(this.#folder, release);
    await this.cli('release', 'build', release, folder);
    await this.cli('release', 'rehearse', folder, '--on', CLONE, '--key', this.#rehearsalKey);
    await this.cli('release', 'request', folder, '--as', emailOf('clerk'), ...WHY);
    await this.#council.approve(`APR-${release}`);
    await this.#council.signWithKey(`APR-${release}`, 'president');
    this.#trust();
    await this.#council.permit(`APR-${release}`, 'council-1', release, 'operator:directus', 3600);
    this.#trust();
    return { release, folder };
  }

  /** @throws Error where a command does not end with 0. */
  async cli(...command: string[]): Promise<string> {
    const environment = {
      PATH: process.env['PATH'],
      ...databaseSettings(this.url),
      ONE_ROOF_TRUST_FILE: this.#trustFile,
    };
    return mustBeFine(await runOneRoof(this.#extension, environment, ['--json', ...command]), command);
  }

  /** How long the run took that carried a release out, as its log says. */
  async loggedMilliseconds(release: string): Promise<number> {
    const query = `
      select (jsonb_path_query_first(log, '$[*] ? (@.outcome == "applied")') ->> 'milliseconds')::float8 as ms
      from one_roof.governance_release where release_code::text = $1`;
    return withClient(
      this.url,
      async (client) => (await client.query<{ ms: number }>(query, [release])).rows[0]?.ms ?? Number.NaN,
    );
  }

  forget(): void {
    rmSync(this.#folder, { recursive: true });
  }

  /** Writes down whose keys count: those that have signed, and the one that signs rehearsals. */
  #trust(): void {
    const lines = this.#council.trust.keys.map(
      ({ principals, key }) => `${principals.join(',')} namespaces="one-roof" ${key.line}\n`,
    );
    const rehearses = `operator:directus namespaces="one-roof-rehearsal" ${readFileSync(`${this.#rehearsalKey}.pub`, 'utf8').trim()}\n`;
    writeFileSync(this.#trustFile, [rehearses, ...lines].join(''), { mode: 0o600 });
  }

  get #rehearsalKey(): string {
    return join(this.#folder, 'rehearses');
  }

  get #trustFile(): string {
    return join(this.#folder, 'trusted');
  }
}

function mustBeFine({ exitCode, stdout, stderr }: CliOutcome, command: readonly string[]): string {
  if (exitCode !== 0) throw new Error(`one-roof ${command.join(' ')}: ${stderr}`);
  return stdout;
}
