/**
 * What a column can mean. A list may have several columns of the roles in `listRoles`; they are read in the order of
 * the setting.
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

/** Roles that only one column can have, found by its header alone. */
export type SingleRole = Exclude<ColumnRole, (typeof listRoles)[number] | 'phone_extension'>;

export function isListRole(role: ColumnRole): role is (typeof listRoles)[number] {
  return (listRoles as readonly ColumnRole[]).includes(role);
}
