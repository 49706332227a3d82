import { z } from 'zod';
import { Mode } from '../vocabulary.ts';

/** The kinds of findings; docs/doctor.md says what each means. */
export const FindingKind = z.enum([
  // Where our schema is, or should be: nothing further is looked at.
  'unsupported_database',
  'directus_not_found',
  'foreign_schema',
  'schema_newer',
  'schema_outdated',
  'not_installed',
  'privilege_missing',
  // What the catalogue says, beside what this version installs.
  'object_missing',
  'object_changed',
  'object_unexpected',
  'trigger_disabled',
  'grant_missing',
  'grant_unexpected',
  'foreign_owner',
  'catalogue_not_compared',
  // What surrounds it.
  'mode_broken',
  'role_changed',
  'replica_role',
  'session_unseen',
  'credentials_unseen',
  'table_changed',
  'extensions_optional',
  'role_unknown',
  'directus_unsupported',
  'node_unsupported',
]);

const Finding = z
  .object({
    kind: FindingKind,
    subject: z.string().describe('What it is about: `trigger governance_ledger.trg_ledger_chain`.'),
    expected: z.string(),
    found: z.string(),
    fix: z.string().describe('What to do about it.'),
    sql: z
      .string()
      .nullable()
      .describe('The statements that put it right, where statements can; run them as the owner of the schema.'),
  })
  .meta({ id: 'DoctorFinding' });
export type Finding = z.infer<typeof Finding>;

/** Report of the doctor, the same in the endpoint and the CLI. */
export const Doctor = z
  .object({
    verdict: z.enum(['HEALTHY', 'DRIFT']),
    findings: z.array(Finding).describe('Empty where the verdict is HEALTHY.'),
    unchecked: z
      .array(z.object({ subject: z.string(), reason: z.string() }))
      .describe('What could not be checked from where the doctor ran. It is not a finding.'),
    compared: z
      .number()
      .int()
      .nonnegative()
      .describe('How many objects and privileges were compared with what this version installs.'),
    database: z.string(),
    mode: Mode.nullable(),
    mode_note: z.string().describe('What the mode does not stop.'),
    versions: z.object({
      one_roof: z.string(),
      schema: z.string().nullable().describe('The newest migration of the schema.'),
      schema_expected: z.string().describe('The newest migration of this version.'),
      postgresql: z.string(),
      directus: z.string().nullable().describe('null: not known where the doctor was asked.'),
      node: z.string(),
    }),
  })
  .meta({ id: 'Doctor' });
export type Doctor = z.infer<typeof Doctor>;
