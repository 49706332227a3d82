import type { TestProject } from 'vitest/node';
import { referenceCase } from '../../demo/reference-case.ts';
import type { ReferenceCase } from '../../demo/reference-case.ts';
import { DIRECTUS_LIMITS } from '../../hosts/directus.ts';
import type { DirectusMajor } from '../../hosts/directus.ts';
import { packedExtension } from '../../hosts/packed-extension.ts';
import { givenServers } from './given-servers.ts';
import { makeOneRoofTemplate } from './one-roof-template.ts';
import { startTestServer } from './test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder that the packed extension unpacks to. */
    extension: string;
    /** The Directus that a project of vitest.config.ts runs on. */
    directus: DirectusMajor;
    /** The reference case, as much of it as that Directus allows. */
    reference: ReferenceCase;
  }
}

/** Gives the tests against a real Directus a PostgreSQL 15 with its databases, and the packed extension. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  project.provide('extension', await packedExtension());
  const { directus } = project.getProvidedContext();
  project.provide('reference', referenceCase(DIRECTUS_LIMITS[directus].collections));
  const given = givenServers()?.postgres15;
  const { server, stop } =
    given?.directus === directus ? { server: given, stop: () => Promise.resolve() } : await startTestServer(15, directus);
  await makeOneRoofTemplate(server);
  project.provide('postgres15', server);
  return stop;
}
