import { NO_GROUP } from '../../contract/paths.ts';

/** Keeps the rows of a group, or those of none. */
export const IN_GROUP = `coalesce(group_code, '${NO_GROUP}') = ?`;

/** Keeps the objects whose name contains a text, in capitals or not. */
export const NAME_CONTAINS = 'position(lower(?) in lower(object_ref)) > 0';
