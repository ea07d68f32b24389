/**
 * Tables that can have a million rows for one campaign are split in two: rows that turns change (enrollments) are
 * small and separate from data that only an import writes (contacts, import_rows). `room` reserves space for the
 * columns that the first turn fills. Without it SQLite would split the pages that an import packed full.
 */
export const firstMigration = {
  name: 'first',
  sql: `
CREATE TABLE campaigns (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  client TEXT NOT NULL,
  name TEXT NOT NULL,
  listed INTEGER NOT NULL,
  state TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  owner TEXT,
  rev INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  turn TEXT,
  rest TEXT,
  last_attempt INTEGER NOT NULL DEFAULT 0,
  machine_version INTEGER NOT NULL,
  definition_version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  counters TEXT NOT NULL,
  snapshot TEXT NOT NULL,
  definition TEXT NOT NULL,
  UNIQUE (client, name)
);
CREATE INDEX campaigns_by_state ON campaigns (listed, state, created_at);
CREATE INDEX campaigns_by_client ON campaigns (client, listed, state, created_at);

CREATE TABLE enrollments (
  key INTEGER PRIMARY KEY,
  campaign INTEGER NOT NULL,
  position INTEGER NOT NULL,
  contact TEXT NOT NULL,
  party INTEGER NOT NULL,
  address TEXT NOT NULL,
  calendar INTEGER NOT NULL,
  state INTEGER NOT NULL,
  step INTEGER NOT NULL,
  step_attempts INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  reached INTEGER NOT NULL,
  due_class INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  wait_reason INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  open_attempt TEXT,
  pause_wanted INTEGER NOT NULL,
  deadline_at INTEGER,
  last_disposition INTEGER,
  last_outcome TEXT,
  last_attempt_at INTEGER,
  ended_at INTEGER,
  trail TEXT NOT NULL,
  room BLOB
);
CREATE INDEX enrollments_due ON enrollments (campaign, calendar, due_class, due_at, position, wait_reason, state)
  WHERE state < 2;
CREATE INDEX enrollments_uncommon ON enrollments (campaign, state) WHERE state > 3;
CREATE INDEX enrollments_overdue ON enrollments (campaign, deadline_at)
  WHERE deadline_at IS NOT NULL AND state IN (0, 1, 2, 4, 5);

CREATE TABLE contacts (
  key INTEGER PRIMARY KEY,
  campaign INTEGER NOT NULL,
  id TEXT NOT NULL,
  row INTEGER NOT NULL,
  identity TEXT NOT NULL,
  name TEXT,
  phone TEXT,
  email TEXT,
  external_id TEXT,
  time_zone TEXT,
  variables TEXT NOT NULL
);
CREATE UNIQUE INDEX contacts_by_identity ON contacts (campaign, identity);
CREATE INDEX contacts_by_id ON contacts (campaign, id);
CREATE INDEX contacts_by_phone ON contacts (campaign, phone)
  WHERE phone IS NOT NULL AND identity <> 'tel:' || phone;
CREATE INDEX contacts_by_email ON contacts (campaign, email)
  WHERE email IS NOT NULL AND identity <> 'mail:' || email;
CREATE INDEX contacts_by_external_id ON contacts (campaign, external_id)
  WHERE external_id IS NOT NULL AND identity <> 'id:' || external_id;

CREATE TABLE parties (
  id INTEGER PRIMARY KEY,
  client TEXT NOT NULL,
  address TEXT NOT NULL,
  rev INTEGER NOT NULL,
  open_attempt TEXT,
  suppressed TEXT,
  day TEXT,
  day_count INTEGER NOT NULL,
  room BLOB
);
CREATE UNIQUE INDEX parties_by_address ON parties (address, client);

CREATE TABLE attempts (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  campaign INTEGER NOT NULL,
  position INTEGER NOT NULL,
  contact TEXT NOT NULL,
  step INTEGER NOT NULL,
  number INTEGER NOT NULL,
  step_number INTEGER NOT NULL,
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  sender TEXT,
  minted_at INTEGER NOT NULL,
  state INTEGER NOT NULL,
  disposition INTEGER,
  outcome TEXT,
  evidence INTEGER NOT NULL,
  placed INTEGER NOT NULL,
  request_id TEXT,
  call_id TEXT,
  cause TEXT,
  fault TEXT,
  counts INTEGER NOT NULL,
  dialing_at INTEGER,
  ringing_at INTEGER,
  answered_at INTEGER,
  ended_at INTEGER,
  talk_seconds INTEGER,
  check_at INTEGER,
  hold_until INTEGER,
  permit_until INTEGER,
  surplus_call_id TEXT,
  hang_up INTEGER NOT NULL
);
CREATE UNIQUE INDEX attempts_by_id ON attempts (id);
CREATE INDEX attempts_open ON attempts (campaign) WHERE state < 7;

CREATE TABLE event_batches (
  key INTEGER PRIMARY KEY,
  body TEXT NOT NULL
);

CREATE TABLE calendars (
  campaign INTEGER NOT NULL,
  number INTEGER NOT NULL,
  calendar TEXT NOT NULL,
  PRIMARY KEY (campaign, number)
) WITHOUT ROWID;

CREATE TABLE tallies (
  campaign INTEGER NOT NULL,
  calendar INTEGER NOT NULL,
  due_class INTEGER NOT NULL,
  wait_reason INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  contacts INTEGER NOT NULL,
  PRIMARY KEY (campaign, calendar, due_class, wait_reason, bucket)
) WITHOUT ROWID;

CREATE TABLE imports (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  campaign INTEGER NOT NULL,
  state TEXT NOT NULL,
  format TEXT NOT NULL,
  columns TEXT NOT NULL,
  last_row INTEGER NOT NULL,
  enrolled INTEGER NOT NULL,
  suppressed INTEGER NOT NULL,
  duplicates INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  by TEXT NOT NULL
);
CREATE INDEX imports_by_campaign ON imports (campaign);

CREATE TABLE import_rows (
  import INTEGER NOT NULL,
  row INTEGER NOT NULL,
  position INTEGER,
  code TEXT,
  detail TEXT,
  cells TEXT NOT NULL,
  PRIMARY KEY (import, row)
) WITHOUT ROWID;
CREATE INDEX import_rows_rejected ON import_rows (import, row) WHERE code IS NOT NULL;

CREATE TABLE inbox (
  number INTEGER PRIMARY KEY,
  campaign TEXT NOT NULL,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (campaign, id)
);
CREATE INDEX inbox_by_arrival ON inbox (campaign, number);

CREATE TABLE suppressions (
  client TEXT NOT NULL,
  address TEXT NOT NULL,
  reason TEXT NOT NULL,
  by TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (client, address)
) WITHOUT ROWID;

CREATE TABLE instances (
  id TEXT PRIMARY KEY,
  counter INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  address TEXT
) WITHOUT ROWID;

CREATE TABLE holds (
  client TEXT PRIMARY KEY,
  reason TEXT,
  by TEXT NOT NULL,
  at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE clients (
  client TEXT PRIMARY KEY,
  settings TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE replies (
  key TEXT PRIMARY KEY,
  digest TEXT NOT NULL,
  status INTEGER NOT NULL,
  body TEXT NOT NULL,
  at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX replies_by_age ON replies (at);

CREATE TABLE room_probes (room BLOB NOT NULL);

CREATE TABLE limits (
  scope TEXT PRIMARY KEY,
  held INTEGER NOT NULL,
  next_free_at REAL NOT NULL,
  last_start_at REAL,
  hour TEXT NOT NULL,
  hour_used INTEGER NOT NULL,
  day TEXT NOT NULL,
  day_used INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE limit_holdings (
  campaign TEXT NOT NULL,
  scope TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  held INTEGER NOT NULL,
  PRIMARY KEY (campaign, scope)
) WITHOUT ROWID;
`,
} as const;
