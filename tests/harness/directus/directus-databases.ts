import type { ProvidedContext } from 'vitest';
import type { TestProject } from 'vitest/node';
import { referenceCase } from '../../../demo/reference-case.ts';
import type { ReferenceCase } from '../../../demo/reference-case.ts';
import { DIRECTUS_LIMITS } from '../../../hosts/directus.ts';
import type { DirectusMajor } from '../../../hosts/directus.ts';
import { packedExtension } from '../../../hosts/packed-extension.ts';
import type { PostgresMajor } from '../../../script/test/parts.ts';
import { givenServers } from '../postgres/given-servers.ts';
import { makeOneRoofTemplate } from './one-roof-template.ts';
import { startTestServer } from '../test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder that the packed extension unpacks to. */
    extension: string;
    /** The Directus that a project of vitest.config.ts runs on. */
    directus: DirectusMajor;
    /** The PostgreSQL below it. */
    postgres: PostgresMajor;
    /** The reference case, as much of it as that Directus allows. */
    reference: ReferenceCase;
  }
}

/**
 * Gives the tests against a real Directus a PostgreSQL with its databases, and the packed extension.
 * The server is PostgreSQL 15 unless `npm test -- --postgres` says otherwise. Tests know it as `postgres15` either way.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  project.provide('extension', await packedExtension());
  const { directus } = project.getProvidedContext();
  // `npm test` provides it, vitest alone does not.
  const postgres = (project.getProvidedContext() as Partial<ProvidedContext>).postgres ?? 15;
  project.provide('reference', referenceCase(DIRECTUS_LIMITS[directus].collections));
  project.provide('postgres', postgres);
  const given = givenServers()?.[`postgres${postgres}`];
  const { server, stop } =
    given?.directus === directus
      ? { server: given, stop: () => Promise.resolve() }
      : await startTestServer(postgres, directus);
  await makeOneRoofTemplate(server);
  project.provide('postgres15', server);
  return stop;
}
