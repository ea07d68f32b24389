/**
 * A calendar has several regions. A calendar that was stored with only a country now means all regions of that
 * country, so a contact that was imported before is not called on the holidays of any region.
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
