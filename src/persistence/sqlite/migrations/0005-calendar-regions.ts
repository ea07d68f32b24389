/**
 * A calendar has several regions. One that was stored as a country alone now stands for any part of it, so a contact
 * who was imported before is no longer called on a holiday of the own region.
 */
export const calendarRegionsMigration = {
  name: 'calendar regions',
  sql: `
UPDATE calendars SET calendar = json_set(
  json_remove(calendar, '$.region'),
  '$.regions',
  CASE WHEN json_extract(calendar, '$.region') IS NULL THEN json_array() ELSE json_array(json_extract(calendar, '$.region')) END
) WHERE json_type(calendar, '$.regions') IS NULL;
`,
} as const;
