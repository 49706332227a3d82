import gatewayPrivileges from './gateway/privileges.sql';
import gatewayFiles from './gateway?files';
import objectFiles from './objects?files';
import schemaFiles from './schema?files';
import { definitionsOf } from './definitions.ts';

/** A numbered folder below `schema/`: what has state, in the order of its files. */
export interface Migration {
  name: string;
  statements: string[];
  /** First rows of its tables: written once all definitions are there, so that they come past their rules. */
  rows: string[];
}

const filesIn = (files: Readonly<Record<string, string>>, folder: string): string[] =>
  Object.entries(files)
    .filter(([path]) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/'))
    .map(([, text]) => text);

/** Every migration of this version, oldest first. */
export const migrations: readonly Migration[] = [
  ...new Set(Object.keys(schemaFiles).map((path) => path.split('/', 1)[0] ?? '')),
].map((name) => ({
  name,
  statements: filesIn(schemaFiles, name),
  rows: filesIn(schemaFiles, `${name}/rows`),
}));

/** Every function, view, trigger and table rule: restated after every migration, in this order. */
export const definitions: readonly string[] = definitionsOf(objectFiles);

/** The privileges on the functions that read Directus's tables: takes all privileges on them, and grants those that should be. */
export { gatewayPrivileges };

/** The functions that read Directus's tables, and who may call them: replaced before every migration, see install/install-gateway.ts. */
export const gateway: readonly string[] = [
  ...filesIn(gatewayFiles, 'reads'),
  ...filesIn(gatewayFiles, 'attachments'),
  gatewayPrivileges,
];

/** The names of those functions, which are the names of their files. */
export const gatewayFunctions: readonly string[] = Object.keys(gatewayFiles).flatMap(
  (path) => /^\w+\/(\w+)\.sql$/.exec(path)?.[1] ?? [],
);
