/**
 * Circuit breakers move from the snapshots of campaigns to rows that campaigns share. A breaker that was open in any
 * campaign stays open.
 */
export const breakersMigration = {
  name: 'breakers',
  sql: `
CREATE TABLE breakers (
  key TEXT PRIMARY KEY,
  rev INTEGER NOT NULL,
  open INTEGER NOT NULL,
  failed_probes INTEGER NOT NULL,
  probe_at INTEGER,
  probe TEXT,
  failed_at INTEGER,
  since INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE breaker_outcomes (
  key TEXT NOT NULL,
  at INTEGER NOT NULL,
  outcomes INTEGER NOT NULL,
  faults INTEGER NOT NULL,
  PRIMARY KEY (key, at)
) WITHOUT ROWID;

INSERT INTO breakers (key, rev, open, failed_probes, probe_at, probe, failed_at, since)
SELECT 'voice plivo default', 1, 1, max(json_extract(snapshot, '$.context.breaker.failedProbes')),
  max(json_extract(snapshot, '$.context.breaker.probeAt')), NULL, max(updated_at), 0
FROM campaigns
WHERE state = 'running'
  AND CASE WHEN json_valid(snapshot) THEN json_extract(snapshot, '$.context.breaker.open') END = 1
HAVING count(*) > 0;
`,
} as const;
