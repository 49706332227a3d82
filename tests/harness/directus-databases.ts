import type { TestProject } from 'vitest/node';
import { packedExtension } from '../../hosts/packed-extension.ts';
import { givenServers } from './given-servers.ts';
import { makeOneRoofTemplate } from './one-roof-template.ts';
import { startTestServer } from './test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder that the packed extension unpacks to. */
    extension: string;
  }
}

/** Gives the tests against a real Directus a PostgreSQL 15 and the packed extension. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  project.provide('extension', await packedExtension());
  const given = givenServers();
  const { server, stop } = given === null ? await startTestServer(15) : { server: given.postgres15, stop: () => Promise.resolve() };
  await makeOneRoofTemplate(server);
  project.provide('postgres15', server);
  return stop;
}
