/**
 * The number of times each transition was taken. `from_state` and `event` are empty for rows that were added in
 * `to_state`.
 */
export const transitionCountsMigration = {
  name: 'transition counts',
  sql: `
CREATE TABLE transition_counts (
  campaign INTEGER NOT NULL,
  machine TEXT NOT NULL,
  from_state TEXT NOT NULL,
  event TEXT NOT NULL,
  to_state TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (campaign, machine, from_state, event, to_state)
) WITHOUT ROWID;
`,
} as const;
