import { randomBytes } from 'node:crypto';
import type { Answer, DirectusClient } from '../../../hosts/directus-client.ts';

/** Somebody as whom an administrator acts. */
export interface Forged {
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
}

const OPERATION = { key: 'forge', name: 'forge', position_x: 1, position_y: 1 };

/**
 * An administrator who becomes anybody, with two flows made through the ordinary API: one writes rows of `directus_sessions`, another
 * filters `authenticate` and says who is asking.
 */
export class FlowForger {
  readonly #anonymous: DirectusClient;
  readonly #admin: string;
  readonly #flows: readonly string[];

  private constructor(anonymous: DirectusClient, admin: string, flows: readonly string[]) {
    this.#anonymous = anonymous;
    this.#admin = admin;
    this.#flows = flows;
  }

  static async start(admin: DirectusClient, anonymous: DirectusClient): Promise<FlowForger> {
    const { data } = (await admin.must('GET', '/users/me?fields=id')) as { data: { id: string } };
    const make = async (
      flow: Record<string, unknown>,
      type: string,
      options: Record<string, unknown>,
    ): Promise<string> => {
      const id = await admin.create('/flows', { name: 'Forge', status: 'inactive', accountability: null, ...flow });
      const operation = await admin.create('/operations', { ...OPERATION, flow: id, type, options });
      await admin.must('PATCH', `/flows/${id}`, { operation, status: 'active' });
      return id;
    };
    const sessions = await make({ trigger: 'webhook', options: { method: 'POST', return: '$last' } }, 'item-create', {
      collection: 'directus_sessions',
      permissions: '$full',
      emitEvents: false,
      payload: {
        token: '{{$trigger.body.token}}',
        user: '{{$trigger.body.user}}',
        expires: '{{$trigger.body.expires}}',
      },
    });
    // From now on everybody is whoever the headers of the request say.
    const filter = await make(
      { trigger: 'event', options: { type: 'filter', scope: ['authenticate'], return: '$last' } },
      'transform',
      {
        json: {
          user: '{{$trigger.req.headers.forgeduser}}',
          session: '{{$trigger.req.headers.forgedsession}}',
          role: null,
          roles: [],
          admin: '{{$trigger.req.body.admin}}',
          app: false,
          ip: '127.0.0.1',
        },
      },
    );
    return new FlowForger(anonymous, data.id, [sessions, filter]);
  }

  /** Acts as this user, in a session of theirs that Directus knows. */
  async become(user: string): Promise<Forged> {
    const token = randomBytes(24).toString('base64url');
    const expires = new Date(Date.now() + 3_600_000).toISOString();
    await this.#anonymous.must('POST', `/flows/trigger/${this.#flows[0] ?? ''}`, { token, user, expires });
    const headers = { forgeduser: user, forgedsession: token };
    return { ask: (method, path, body) => this.#anonymous.ask(method, path, body, headers) };
  }

  /** Takes the flows away again. */
  async end(): Promise<void> {
    const body = { keys: this.#flows, admin: true };
    const { status } = await this.#anonymous.ask('DELETE', '/flows', body, { forgeduser: this.#admin });
    if (status !== 204) throw new Error(`the flows stay: ${status}`);
  }
}
