/**
 * Webhooks for events and alerts, and how far each has taken the log of each campaign. A webhook for alerts becomes one that
 * receives `alert.*`.
 */
export const webhooksMigration = {
  name: 'webhooks',
  sql: `
CREATE TABLE webhooks (
  id                TEXT PRIMARY KEY,
  client            TEXT NOT NULL,
  url               TEXT NOT NULL,
  description       TEXT NOT NULL,
  secret            TEXT NOT NULL,
  former_secret     TEXT,
  former_until      INTEGER,
  types             TEXT NOT NULL,
  include           TEXT NOT NULL,
  enabled           INTEGER NOT NULL,
  disabled_why      TEXT,
  since             INTEGER NOT NULL,
  created_at        INTEGER NOT NULL,
  updated_at        INTEGER NOT NULL,
  rev               INTEGER NOT NULL,
  failing_since     INTEGER,
  failures          INTEGER NOT NULL DEFAULT 0,
  paused_until      INTEGER,
  last_delivered_at INTEGER,
  last_failed_at    INTEGER,
  last_error        TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE webhook_cursors (
  webhook  TEXT NOT NULL,
  campaign TEXT NOT NULL,
  seq      INTEGER NOT NULL,
  PRIMARY KEY (webhook, campaign)
) STRICT, WITHOUT ROWID;
INSERT INTO webhooks (id, client, url, description, secret, types, include, enabled, since, created_at, updated_at, rev)
  SELECT iif(client = '*', 'whk_alerts', 'whk_alerts_' || client), client, url, 'alerts', secret, '["alert.*"]', '[]', 1,
         updated_at, updated_at, updated_at, 1
  FROM alert_webhooks;
DROP TABLE alert_webhooks;
CREATE INDEX campaigns_of_client ON campaigns (client, id);
DROP INDEX deliveries_by_due;
DROP INDEX deliveries_by_client;
DROP INDEX deliveries_by_state;
ALTER TABLE deliveries ADD COLUMN type TEXT NOT NULL DEFAULT 'alert.raised';
ALTER TABLE deliveries ADD COLUMN campaign TEXT;
ALTER TABLE deliveries ADD COLUMN position INTEGER;
ALTER TABLE deliveries ADD COLUMN until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN answer TEXT;
UPDATE deliveries SET until = created_at + 86400000, target = iif(target = '*', 'whk_alerts', 'whk_alerts_' || target);
CREATE INDEX deliveries_by_target ON deliveries (target, state, due_at, id);
CREATE INDEX deliveries_by_age ON deliveries (target, state, created_at);
CREATE INDEX deliveries_dead_of ON deliveries (target, created_at, id) WHERE state = 'dead';
`,
} as const;
