/**
 * The rules of access. Each route has one as its attribute `access`: the endpoint enforces it in one function, the OpenAPI document
 * shows it as `x-access`, and a test asks every route as everybody there is.
 */
export const ACCESS = {
  everybody: 'Everybody. What is told to whom depends on who asks.',
  readers:
    'Administrators, roles in ONE_ROOF_READ_ROLES, holders of seats; everybody where ONE_ROOF_PUBLIC_READ is on.',
  confidential:
    'Administrators, roles in ONE_ROOF_READ_ROLES, holders of seats; nobody else, also where ONE_ROOF_PUBLIC_READ is on.',
  collection_readers: 'As readers; and whoever may read the collection in Directus.',
  self: 'Whoever is logged in, about themselves.',
  requests:
    'As confidential; and whoever filed the request. To whoever else is logged in any other request is not there (404), and lists are without it.',
  filers: 'Administrators, roles in ONE_ROOF_REQUEST_ROLES, holders of seats.',
  administrators: 'Administrators.',
} as const;

/** A rule of access. */
export type Access = keyof typeof ACCESS;
