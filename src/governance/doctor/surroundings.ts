import { z } from 'zod';
import { OWNER_ROLE } from '../../database/roles.ts';

/** The row of surroundings.sql. */
export const Surroundings = z.object({
  database: z.string(),
  postgresql: z.string(),
  asked_by: z.string(),
  schema_owner: z.string().nullable(),
  can_become_owner: z.array(z.string()),
  replica_settings: z.array(z.string()),
});
export type Surroundings = z.infer<typeof Surroundings>;

/** Tells whether the owner of mode separated asks. */
export function asksAsOwner({ asked_by }: Surroundings): boolean {
  return asked_by === OWNER_ROLE;
}

/** Tells whether the schema is set up for mode separated; checks/mode.ts says whether that holds. */
export function isSeparate({ schema_owner }: Surroundings): boolean {
  return schema_owner === OWNER_ROLE;
}
