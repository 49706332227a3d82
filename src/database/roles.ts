// The roles of One-Roof, which belong to the cluster. SQL names one where it grants to it; a list of several stands
// here alone, and SQL files have it by a variable of renderRoles().

/** The role that owns our schema in mode *separated*; only the CLI logs in as it. */
export const OWNER_ROLE = 'one_roof_owner';

/** The role that reads Directus's tables there: code of Directus's role that this runs can do nothing in our schema. */
export const GATEWAY_ROLE = 'one_roof_gateway';

/** The role that every read of the extension and the program runs as, where it may. */
export const READER_ROLE = 'one_roof_reader';
const OPERATOR_ROLE = 'one_roof_operator';
const RUNTIME_ROLE = 'one_roof_runtime';

/** Roles of both modes. One-Roof creates them where it may. */
export const BASE_ROLES: readonly string[] = [READER_ROLE, OPERATOR_ROLE, RUNTIME_ROLE];

/** Roles that only mode separated has: one owns our schema, the other the functions that read Directus's tables. */
export const SEPARATED_ROLES: readonly string[] = [OWNER_ROLE, GATEWAY_ROLE];

/** Roles that read all of ours. Directus's role is a member of each in mode separated. */
export const READING_ROLES: readonly string[] = [READER_ROLE, RUNTIME_ROLE];

/**
 * Roles that privileges are granted to: they go with the schema. Not the owner, which a person gave a password, and
 * which may own more.
 */
export const GRANTED_ROLES: readonly string[] = [...BASE_ROLES, GATEWAY_ROLE];

export const ALL_ROLES: readonly string[] = [...SEPARATED_ROLES, ...BASE_ROLES];

const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  ':base_roles': BASE_ROLES,
  ':reading_roles': READING_ROLES,
  ':granted_roles': GRANTED_ROLES,
  ':all_roles': ALL_ROLES,
};

/** Fills in lists of our roles: `array[:base_roles]` becomes an array of their names. */
export function renderRoles(text: string): string {
  return Object.entries(VARIABLES).reduce(
    (rendered, [variable, roles]) => rendered.replaceAll(variable, roles.map((role) => `'${role}'`).join(', ')),
    text,
  );
}
