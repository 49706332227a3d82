import type { TestProject } from 'vitest/node';
import { givenServers } from './given-servers.ts';
import type { TestServers } from './given-servers.ts';
import { makeOneRoofTemplate } from '../directus/one-roof-template.ts';
import { startTestServer } from '../test-server.ts';

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- vitest is told of what we provide by an interface
  interface ProvidedContext extends TestServers {}
}

/** Gives the database tests PostgreSQL 15 and 18: those that were given, or new ones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = givenServers();
  if (given !== null) {
    await provide(project, given);
    return () => Promise.resolve();
  }
  const [postgres15, postgres18] = await Promise.all([startTestServer(15), startTestServer(18)]);
  await provide(project, { postgres15: postgres15.server, postgres18: postgres18.server });
  return async () => {
    await Promise.all([postgres15.stop(), postgres18.stop()]);
  };
}

async function provide(project: TestProject, { postgres15, postgres18 }: TestServers): Promise<void> {
  await Promise.all([makeOneRoofTemplate(postgres15), makeOneRoofTemplate(postgres18)]);
  project.provide('postgres15', postgres15);
  project.provide('postgres18', postgres18);
}
