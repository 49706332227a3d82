import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../script/setup/step.mjs';
import { freePort } from './free-port.ts';
import { installHost } from './install-host.ts';
import { SupervisedProcess } from './supervised-process.ts';

/** The majors of Directus that One-Roof runs on; each has its folder here. */
export type DirectusMajor = 11 | 12;

/** How much a Directus without a licence key allows: 11 knows no limits, 12 those of its Core tier. */
export const DIRECTUS_LIMITS: Record<DirectusMajor, { collections: number; seats: number; flows: number }> = {
  11: { collections: Infinity, seats: Infinity, flows: Infinity },
  12: { collections: 25, seats: 3, flows: 5 },
};

export interface DirectusOptions {
  /** Left out: 11. */
  major?: DirectusMajor;
  /** Connection string of the database, as the role Directus is to use. */
  databaseUrl: string;
  /** The unpacked extension package; without it Directus runs bare. */
  extension?: string;
  port?: number;
  admin?: { email: string; password: string };
  /** Further settings, by the names of their environment variables. */
  settings?: Record<string, string>;
  /** A folder that outlives this Directus; without it uploads and extensions go with it. */
  folder?: string;
}

/** A Directus of our own: bootstrapped into a database, started and stopped. */
export class DirectusServer {
  readonly url: string;
  readonly admin: { email: string; password: string };
  readonly version: string;
  readonly #cli: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #folder: string;
  readonly #keepFolder: boolean;
  #server: SupervisedProcess | null = null;

  private constructor(options: DirectusOptions & { modules: string; version: string; port: number }) {
    this.version = options.version;
    this.admin = options.admin ?? { email: 'admin@example.com', password: randomBytes(12).toString('base64url') };
    this.url = `http://localhost:${options.port}`;
    // What directus/cli.js runs after it has asked the npm registry for a newer version, which no test should.
    this.#cli = join(options.modules, '@directus', 'api', 'dist', 'cli', 'run.js');
    this.#keepFolder = options.folder !== undefined;
    this.#folder = options.folder ?? mkdtempSync(join(tmpdir(), 'one-roof-directus-'));
    const extensions = join(this.#folder, 'extensions');
    rmSync(extensions, { recursive: true, force: true });
    mkdirSync(extensions, { recursive: true });
    mkdirSync(join(this.#folder, 'uploads'), { recursive: true });
    writeFileSync(join(this.#folder, 'package.json'), '{ "private": true }\n'); // Directus looks here for extensions that were installed by npm
    if (options.extension !== undefined)
      cpSync(options.extension, join(extensions, 'directus-extension-one-roof'), { recursive: true });

    this.#environment = {
      ...withoutSettings(process.env),
      HOST: '127.0.0.1',
      PORT: String(options.port),
      PUBLIC_URL: this.url,
      SECRET: randomBytes(32).toString('hex'),
      ADMIN_EMAIL: this.admin.email,
      ADMIN_PASSWORD: this.admin.password,
      EXTENSIONS_PATH: extensions,
      EXTENSIONS_MUST_LOAD: 'true',
      STORAGE_LOCAL_ROOT: join(this.#folder, 'uploads'),
      CONFIG_PATH: join(this.#folder, 'no-configuration-file'),
      TELEMETRY: 'false',
      EMAIL_VERIFY_SETUP: 'false',
      LOG_LEVEL: 'info',
      LOG_STYLE: 'raw',
      ...databaseSettings(options.databaseUrl),
      ...options.settings,
    };
  }

  /** Installs Directus if needed and prepares a server; nothing runs yet. */
  static async prepare(options: DirectusOptions): Promise<DirectusServer> {
    const modules = await installHost(`directus-${options.major ?? 11}`);
    const { version } = JSON.parse(readFileSync(join(modules, 'directus', 'package.json'), 'utf8')) as {
      version: string;
    };
    return new DirectusServer({ ...options, modules, version, port: options.port ?? (await freePort()) });
  }

  /** Runs `directus …` to its end and returns what it printed. */
  command(...args: string[]): Promise<string> {
    return runCommand(process.execPath, [this.#cli, ...args], { cwd: this.#folder, env: this.#environment });
  }

  /** The environment the server runs in: for a CLI that is to see the same settings. */
  get environment(): NodeJS.ProcessEnv {
    return this.#environment;
  }

  /** The log, as the server printed it. */
  get log(): string {
    return this.#server?.output ?? '';
  }

  get running(): boolean {
    return this.#server?.running ?? false;
  }

  /** Resolves when the server has ended, by itself or because it was stopped. */
  get ended(): Promise<void> {
    return this.#server?.ended ?? Promise.resolve();
  }

  /** Starts the server and waits until it listens. */
  async start(): Promise<void> {
    this.#server = this.launch();
    await this.#server.printed(/Server started at/, 90);
  }

  /** Starts the server without waiting. */
  launch(): SupervisedProcess {
    this.#server = new SupervisedProcess({
      command: process.execPath,
      args: [this.#cli, 'start'],
      stopSignal: 'SIGTERM',
      cwd: this.#folder,
      env: this.#environment,
    });
    return this.#server;
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
    if (!this.#keepFolder) rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Environment without the settings of npm and of other Directus projects, which must not leak into this one. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => !/^(DB|ONE_ROOF|npm)_/.test(name) && name !== 'NODE_ENV' && name !== 'VITEST',
    ),
  );
}

/** A connection string as Directus's own settings. */
export function databaseSettings(url: string): Record<string, string> {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    DB_CLIENT: 'pg',
    DB_HOST: hostname,
    DB_PORT: port,
    DB_DATABASE: pathname.slice(1),
    DB_USER: decodeURIComponent(username),
    DB_PASSWORD: decodeURIComponent(password),
  };
}
