/**
 * What a column can mean to the product. A list may have several columns of the roles in `listRoles`; their order in a
 * setting is the order in which they are read.
 */
export const columnRoles = [
  'phone',
  'phone_extension',
  'email',
  'first_name',
  'last_name',
  'name',
  'company',
  'country',
  'region',
  'time_zone',
  'external_id',
  'industry',
  'size',
  'role',
  'linkedin_url',
  'opted_out',
  'phone_opted_out',
  'email_opted_out',
  'consent',
  'ignore',
] as const;
export type ColumnRole = (typeof columnRoles)[number];

export const listRoles = [
  'phone',
  'email',
  'opted_out',
  'phone_opted_out',
  'email_opted_out',
  'consent',
  'ignore',
] as const satisfies readonly ColumnRole[];

/** Roles that one column has and that are known by their header alone. */
export type SingleRole = Exclude<ColumnRole, (typeof listRoles)[number] | 'phone_extension'>;

export function isListRole(role: ColumnRole): role is (typeof listRoles)[number] {
  return (listRoles as readonly ColumnRole[]).includes(role);
}
