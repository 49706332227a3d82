import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import { configurationPath, defaultTrustFile } from './configuration-path.ts';
import { cloneNames, DEFAULT_CLONE_PATTERN } from '../environment/clone-pattern.ts';

/** A list in the environment: `a,b`, or the array that Directus makes of it. */
const list = z
  .union([z.string(), z.array(z.union([z.string(), z.number()]))])
  .transform((value) =>
    (Array.isArray(value) ? value.map(String) : value.split(','))
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  )
  .optional();

/** Directus roles, by id or name. */
const roles = list.pipe(
  z
    .array(
      z
        .string()
        .max(255, 'names of roles, or their ids')
        .regex(/^[^\p{Cc}\p{Cf}]*$/u, 'names of roles, or their ids'),
    )
    .optional(),
);

const flag = z
  .union([z.boolean(), z.enum(['true', 'false', ''])])
  .transform((value) => value === true || value === 'true')
  .optional();

/** Tables that Directus ignores by default. */
const EXCLUDED_BY_DIRECTUS = ['spatial_ref_sys', 'sysdiagrams'];

const SHARE = 'a share of the connections, from 0.05 to 1';

const Environment = z.object({
  ONE_ROOF_READ_DATABASES: list,
  ONE_ROOF_READ_ROLES: roles,
  ONE_ROOF_REQUEST_ROLES: roles,
  ONE_ROOF_PUBLIC_READ: flag,
  // Directus takes a value with a comma in it for a list.
  ONE_ROOF_CLONE_PATTERN: z
    .preprocess(
      (value) => (Array.isArray(value) ? value.join(',') : value),
      z.string().refine((pattern) => cloneNames(pattern) !== null, 'a regular expression, anchored from ^ to $'),
    )
    .optional(),
  ONE_ROOF_KEEP_WRITES_DAYS: z.coerce.number().int().min(30, 'a number of days, 30 at least').optional(),
  ONE_ROOF_POOL_SHARE: z.coerce.number().min(0.05, SHARE).max(1, SHARE).optional(),
  ONE_ROOF_TRUST_FILE: z.string().optional(),
  PUBLIC_URL: z.string().optional(),
  DB_EXCLUDE_TABLES: list,
});

/** Settings of One-Roof from the environment. */
export interface Settings {
  /** Databases the read channel may read; null: only the one that is configured. */
  readDatabases: string[] | null;
  /** Directus roles, by name or id, that may read the read contract. Admins always may. */
  readRoles: string[];
  /** Directus roles, by name or id, that may file requests. Administrators and holders of seats always may. */
  requestRoles: string[];
  publicRead: boolean;
  clonePattern: string;
  /** For how many days it is kept who wrote what. */
  keepWritesDays: number;
  /** Which share of the connections of Directus's pool One-Roof may use at once; one connection at least. */
  poolShare: number;
  /** The file that says whose keys sign. While there is none, nobody's key counts. */
  trustFile: string;
  /** Address at which people open Directus, as Directus knows it. */
  publicUrl: string | null;
  /** Tables Directus is told to ignore, and we with it. */
  excludedTables: string[];
}

/**
 * Reads the settings.
 *
 * @param configuration the path of Directus's configuration file, there or not: the trust file is looked for beside it.
 * @throws OneRoofError ONE_ROOF_NOT_READY naming the variable: a setting that cannot be read is not guessed.
 */
export function readSettings(
  environment: Record<string, unknown>,
  configuration = configurationPath(process.env),
): Settings {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new OneRoofError('ONE_ROOF_NOT_READY', `${String(issue?.path[0])} cannot be read`, {
      subject: String(issue?.path[0]),
      expected: issue?.message ?? 'a readable value',
      found: JSON.stringify(environment[String(issue?.path[0])]),
      fix: 'Correct the environment variable and restart.',
    });
  }
  const { data } = parsed;
  const { ONE_ROOF_TRUST_FILE: trustFile = '' } = data;
  return {
    readDatabases: data.ONE_ROOF_READ_DATABASES ?? null,
    readRoles: data.ONE_ROOF_READ_ROLES ?? [],
    requestRoles: data.ONE_ROOF_REQUEST_ROLES ?? [],
    publicRead: data.ONE_ROOF_PUBLIC_READ ?? false,
    clonePattern: data.ONE_ROOF_CLONE_PATTERN ?? DEFAULT_CLONE_PATTERN,
    keepWritesDays: data.ONE_ROOF_KEEP_WRITES_DAYS ?? 365,
    poolShare: data.ONE_ROOF_POOL_SHARE ?? 0.3,
    trustFile: trustFile === '' ? defaultTrustFile(configuration) : trustFile,
    publicUrl: data.PUBLIC_URL ?? null,
    excludedTables: data.DB_EXCLUDE_TABLES ?? EXCLUDED_BY_DIRECTUS,
  };
}
