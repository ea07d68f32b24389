const unknownOutcome = JSON.stringify({
  type: 'urn:ringmaster:problem:request.outcome-unknown',
  title: 'Conflict',
  status: 409,
  code: 'request.outcome-unknown',
  detail: 'A request with this key was begun by an earlier version, which did not store whether it was done.',
  hint: 'Look at GET /v1/calls or the contact before you send it again with a new key.',
});

/**
 * Keys of requests are committed with the work of the request, and their answers later. In the old table the statuses
 * 100 and 102 meant "free" and "begun". A request that was begun stays refused.
 */
export const requestsMigration = {
  name: 'requests',
  sql: `
CREATE TABLE requests (
  key TEXT PRIMARY KEY,
  digest TEXT NOT NULL,
  at INTEGER NOT NULL,
  result TEXT,
  status INTEGER,
  body TEXT
) WITHOUT ROWID;
CREATE INDEX requests_by_age ON requests (at);
INSERT INTO requests (key, digest, at, status, body)
  SELECT key, digest, at, status, body FROM replies WHERE status >= 200;
INSERT INTO requests (key, digest, at, status, body)
  SELECT key, digest, at, 409, '${unknownOutcome}' FROM replies WHERE status = 102;
DROP TABLE replies;
`,
} as const;
