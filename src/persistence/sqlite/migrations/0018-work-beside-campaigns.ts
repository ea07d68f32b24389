/** Sessions, outgoing deliveries, messages as they were written, reviews and tasks of operators. */
export const workBesideCampaignsMigration = {
  name: 'work beside campaigns',
  sql: `
CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  client TEXT NOT NULL,
  role TEXT NOT NULL,
  by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER
) WITHOUT ROWID;
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_key ON sessions (by) WHERE revoked_at IS NULL;

CREATE TABLE deliveries (
  id TEXT PRIMARY KEY,
  client TEXT NOT NULL,
  target TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  tries INTEGER NOT NULL,
  last_error TEXT
) WITHOUT ROWID;
CREATE INDEX deliveries_by_due ON deliveries (due_at, id);
CREATE INDEX deliveries_by_client ON deliveries (client, due_at, id);
CREATE INDEX deliveries_by_state ON deliveries (state, due_at, id);
CREATE INDEX deliveries_dead ON deliveries (created_at) WHERE state = 'dead';

CREATE TABLE messages (
  attempt TEXT PRIMARY KEY,
  client TEXT NOT NULL,
  campaign TEXT NOT NULL,
  subject TEXT,
  body TEXT,
  hash TEXT NOT NULL,
  variant TEXT,
  generator TEXT NOT NULL,
  audit TEXT NOT NULL,
  rendered_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE reviews (
  id TEXT PRIMARY KEY,
  client TEXT NOT NULL,
  campaign TEXT NOT NULL,
  position INTEGER,
  attempt TEXT,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  decided_at INTEGER,
  decided_by TEXT,
  note TEXT
) WITHOUT ROWID;
CREATE INDEX reviews_by_time ON reviews (opened_at, id);
CREATE INDEX reviews_by_client ON reviews (client, opened_at, id);
CREATE INDEX reviews_by_campaign ON reviews (campaign, opened_at, id);
CREATE INDEX reviews_by_state ON reviews (state, opened_at, id);

CREATE TABLE tasks (
  id TEXT PRIMARY KEY,
  client TEXT NOT NULL,
  kind TEXT NOT NULL,
  campaign TEXT NOT NULL,
  position INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  done_at INTEGER,
  done_by TEXT
) WITHOUT ROWID;
CREATE INDEX tasks_by_due ON tasks (due_at, id);
CREATE INDEX tasks_by_client ON tasks (client, due_at, id);
CREATE INDEX tasks_by_campaign ON tasks (campaign, due_at, id);
`,
} as const;
