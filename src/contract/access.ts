/**
 * The rules of access. Each route has one as its attribute `access`: the endpoint enforces it in one function, the OpenAPI document
 * shows it as `x-access`, and a test asks every route as everybody there is.
 */
export const ACCESS = {
  everybody: 'Everybody; the answer depends on the caller.',
  readers:
    'Administrators, roles in ONE_ROOF_READ_ROLES, holders of seats; everybody where ONE_ROOF_PUBLIC_READ is on.',
  confidential:
    'Administrators, roles in ONE_ROOF_READ_ROLES, holders of seats; nobody else, also where ONE_ROOF_PUBLIC_READ is on.',
  collection_readers: 'As readers; also users who may read the collection in Directus.',
  self: 'Every logged-in user, about themselves.',
  requests:
    'As confidential; also the proposer of the request. For other logged-in users the request does not exist (404), and lists leave it out.',
  filers: 'Administrators, roles in ONE_ROOF_REQUEST_ROLES, holders of seats.',
  administrators: 'Administrators.',
} as const;

/** A rule of access. */
export type Access = keyof typeof ACCESS;
