/**
 * Attempts have the same columns and states for every channel. Facts that only calls have go into `details`, and the
 * progress of a call goes into `progress`. Reports of calls that wait in the inbox are converted too.
 *
 * The counts of transitions of the old machine are deleted, because its states no longer exist.
 *
 * The numbers of the states: 0 (minted, with a permit) becomes 3; 2 (dialing), 3 (ringing) and 4 (in progress) become
 * 2 (placed).
 */
export const attemptsMigration = {
  name: 'attempts',
  sql: `
ALTER TABLE attempts RENAME COLUMN request_id TO receipt;
ALTER TABLE attempts RENAME COLUMN call_id TO provider_id;
ALTER TABLE attempts RENAME COLUMN dialing_at TO placed_at;
ALTER TABLE attempts RENAME COLUMN answered_at TO reached_at;
ALTER TABLE attempts RENAME COLUMN hold_until TO search_until;
ALTER TABLE attempts RENAME COLUMN surplus_call_id TO surplus_id;
ALTER TABLE attempts RENAME COLUMN hang_up TO end_wanted;
ALTER TABLE attempts ADD COLUMN progress TEXT;
ALTER TABLE attempts ADD COLUMN details TEXT;
UPDATE attempts SET
  progress = CASE
    WHEN state = 4 OR reached_at IS NOT NULL THEN 'in-progress'
    WHEN state = 3 OR ringing_at IS NOT NULL THEN 'ringing'
    WHEN state = 2 OR placed_at IS NOT NULL THEN 'dialing'
  END,
  details = CASE
    WHEN ringing_at IS NULL AND talk_seconds IS NULL THEN NULL
    WHEN ringing_at IS NULL THEN json_object('talkSeconds', talk_seconds)
    WHEN talk_seconds IS NULL THEN json_object('ringingAt', ringing_at)
    ELSE json_object('ringingAt', ringing_at, 'talkSeconds', talk_seconds)
  END,
  state = CASE state WHEN 0 THEN 3 WHEN 3 THEN 2 WHEN 4 THEN 2 ELSE state END
WHERE channel = 'voice';
UPDATE attempts SET state = CASE state WHEN 0 THEN 3 ELSE 2 END WHERE channel <> 'voice' AND state IN (0, 3, 4);
ALTER TABLE attempts DROP COLUMN ringing_at;
ALTER TABLE attempts DROP COLUMN talk_seconds;
DELETE FROM transition_counts WHERE machine = 'call';
UPDATE inbox SET body = json_object(
  'type', 'evidence',
  'attempt', body ->> '$.attempt',
  'providerId', body ->> '$.callId',
  'evidence', (
    SELECT json_group_array(json(CASE value ->> '$.kind'
      WHEN 'accepted' THEN json_object('kind', 'accepted', 'receipt', value ->> '$.requestId')
      WHEN 'queued' THEN json_object('kind', 'accepted', 'receipt', value ->> '$.requestId')
      WHEN 'ringing' THEN json_object(
        'kind', 'progressed', 'stage', 'ringing', 'providerId', value ->> '$.callId')
      WHEN 'live' THEN json_object(
        'kind', 'progressed', 'stage', 'dialing', 'providerId', value ->> '$.callId')
      WHEN 'answered' THEN json_object(
        'kind', 'reached', 'stage', 'in-progress', 'providerId', value ->> '$.callId')
      WHEN 'machine' THEN json_object(
        'kind', 'qualified', 'disposition', 'machine', 'stage', 'in-progress', 'providerId', value ->> '$.callId')
      WHEN 'gathered' THEN json_object(
        'kind', 'responded', 'outcome', value ->> '$.outcome', 'stage', 'in-progress',
        'providerId', value ->> '$.callId')
      ELSE json_object(
        'kind', 'ended', 'rank', value -> '$.rank', 'providerId', value ->> '$.callId',
        'disposition', value ->> '$.disposition', 'cause', json(value -> '$.cause'),
        'fault', value ->> '$.fault', 'details', json_object('talkSeconds', value -> '$.talkSeconds'))
    END)) FROM json_each(body, '$.evidence')
  )
) WHERE body ->> '$.type' = 'evidence';
`,
} as const;
