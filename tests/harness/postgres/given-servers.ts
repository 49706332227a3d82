import type { TestServer } from '../test-server.ts';

/** The two servers of a test run. */
export interface TestServers {
  postgres15: TestServer;
  postgres18: TestServer;
}

/** The variable in which servers that run already are handed to a test run, as JSON. */
export const GIVEN_SERVERS = 'ONE_ROOF_TEST_SERVERS';

/** Those servers, or null if there are none. */
export function givenServers(): TestServers | null {
  const given = process.env[GIVEN_SERVERS];
  return given === undefined ? null : (JSON.parse(given) as TestServers);
}
