import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderRoles } from '../../src/database/roles.ts';

/** The folder of our migrations, in a project. */
const STATE = 'src/database/schema';

/** Everything that is restated after every migration; the figures of the tiers are in a definition. */
const RESTATED = [
  'src/database/gateway',
  'src/database/objects',
  'src/database/install/privileges.sql',
  'release/tiers/**/figures.sql',
];

/** The file of a migration that has the digest of the definitions that come with it. */
const FILE = '000_definitions.sql';

const LINE = /^-- definitions: (\w+)$/m;

/**
 * Complains unless the newest migration has the digest of all definitions. A database that has every migration is taken for
 * current, so a change of a definition reaches installed databases only with a migration.
 */
export function digestComplaints(project: string): string[] {
  const file = newestFile(project);
  if (LINE.exec(readFileSync(join(project, file), 'utf8'))?.[1] === digestOf(project)) return [];
  return [
    isReleased(project, file)
      ? `${file} was released with other definitions: add a folder to ${STATE} with a ${FILE}, then npm run schema`
      : `${file} has not the digest of the definitions: npm run schema`,
  ];
}

/** Writes the digest of all definitions into the newest migration, unless that was released. */
export function writeDigest(project: string): void {
  const file = newestFile(project);
  if (isReleased(project, file)) return;
  const path = join(project, file);
  writeFileSync(path, readFileSync(path, 'utf8').replace(LINE, `-- definitions: ${digestOf(project)}`));
}

function newestFile(project: string): string {
  const newest = readdirSync(join(project, STATE))
    .filter((name) => /^\d{4}_/.test(name))
    .sort()
    .at(-1);
  return `${STATE}/${newest ?? ''}/${FILE}`;
}

function digestOf(project: string): string {
  const hash = createHash('sha256');
  for (const file of RESTATED.flatMap((path) => sqlFiles(project, path)))
    hash.update(`${file}\0${renderRoles(readFileSync(join(project, file), 'utf8'))}\0`);
  return hash.digest('hex');
}

// Lists the SQL files of a path: a file, a folder, or those of one name below a folder (`FOLDER/**/NAME`).
function sqlFiles(project: string, path: string): string[] {
  if (path.endsWith('.sql') && !path.includes('**')) return [path];
  const [folder = '', name = '.sql'] = path.split('/**/');
  return readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(name))
    .sort()
    .map((file) => `${folder}/${file}`);
}

/** Tells if a version that has the file was tagged. */
function isReleased(project: string, file: string): boolean {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: project, encoding: 'utf8' }).trim();
  const newest = git('tag', '--list', 'v*', '--sort=-v:refname').split('\n')[0] ?? '';
  return newest !== '' && git('ls-tree', '--name-only', newest, file) !== '';
}
