import pg from 'pg';

/** Works on a connection of its own, which is closed afterwards. */
export async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client(url);
  client.on('error', () => undefined); // a server that is killed: what is asked of it says so
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
