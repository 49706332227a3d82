/** Answer of Directus: its status, headers and parsed body. Errors are answers too. */
export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

/** Talks to a Directus over HTTP, as a user would. */
export class DirectusClient {
  readonly url: string;
  readonly #token: string | null;

  constructor(url: string, token: string | null = null) {
    this.url = url;
    this.#token = token;
  }

  /** A client that is logged in. */
  static async login(url: string, { email, password }: { email: string; password: string }): Promise<DirectusClient> {
    const { data } = (await new DirectusClient(url).must('POST', '/auth/login', { email, password })) as {
      data: { access_token: string };
    };
    return new DirectusClient(url, data.access_token);
  }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      cache: 'no-cache', // otherwise fetch adds a header to a request with If-None-Match that asks for a full answer
      headers: {
        ...(this.#token === null ? {} : { authorization: `Bearer ${this.#token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text !== '' ? JSON.parse(text) : text,
    };
  }

  /** The token that it sends, if any. */
  get token(): string | null {
    return this.#token;
  }

  /** Asks for something that has to work, and returns the body. */
  async must(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await this.ask(method, path, body);
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }

  /** Creates an item and returns its id. */
  async create(path: string, item: Record<string, unknown>): Promise<string> {
    const { data } = (await this.must('POST', path, item)) as { data: { id: string } };
    return data.id;
  }
}
