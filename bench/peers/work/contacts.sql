-- The state that a user of a job queue keeps beside the queue, and the two commits of each attempt. Each function is
-- one transaction over a batch: a minted attempt is stored before the call, its result after it.
-- Not here, and not in the other queues' work: windows, retries, unknown attempts after a crash, an owner's fence.

create table callers (
  id text primary key, concurrent int not null, per_second int not null,
  open int not null default 0, second bigint not null default 0, started int not null default 0
) with (fillfactor = 10);
create table suppressions (client text, address text, primary key (client, address));
create table persons (
  id int primary key, open_attempt text, last_touch timestamptz, day date, day_count int not null default 0,
  opted_out boolean not null default false
) with (fillfactor = 70);
create table contacts (
  id int primary key, person int not null, phone text not null, variables jsonb not null, state text not null,
  attempts int not null default 0, last_attempt_at timestamptz, disposition text, ended_at timestamptz
) with (fillfactor = 70);
create table attempts (
  contact int, number int, sender text not null, address text not null, state text not null, minted_at timestamptz,
  disposition text, details jsonb, ended_at timestamptz, primary key (contact, number)
) with (fillfactor = 70);
create table counters (name text primary key, value bigint not null default 0) with (fillfactor = 10);
create table events (
  seq bigint generated always as identity primary key, at timestamptz not null default now(),
  type text not null, contact int not null, attempt text, data jsonb
);

insert into callers (id, concurrent, per_second) values ('+12025550100', 4000, 100000);
insert into counters (name) values ('suppressed'), ('minted'), ('open'), ('answered'), ('completed');
insert into suppressions select 'bench', '+1303' || 9000000 + i from generate_series(1, 1000) i;

create function count_up(counter text, by_how_many int) returns void language sql as $$
  update counters set value = value + by_how_many where name = counter
$$;

-- Mints an attempt for each contact that may be called now, as many as the caller ID has room for.
create function begin_attempts(ids int[])
returns table (contact int, number int, address text, variables jsonb) language plpgsql as $$
declare
  room int;
  this_second constant bigint := extract(epoch from clock_timestamp())::bigint;
  minted int;
begin
  -- Locked first by every batch, so that two batches never wait for each other.
  select least(c.concurrent - c.open, c.per_second - case when c.second = this_second then c.started else 0 end)
    into room from callers c where c.id = '+12025550100' for update;

  with suppressed as (
    update contacts c set state = 'suppressed', ended_at = now()
    from persons p
    where c.id = any(ids) and c.state = 'pending' and p.id = c.person
      and (p.opted_out
        or exists (select from suppressions s where s.client = 'bench' and s.address = c.phone))
    returning c.id
  ), logged as (
    insert into events (type, contact) select 'contact.suppressed', id from suppressed returning 1
  )
  update counters set value = value + (select count(*) from logged) where name = 'suppressed'
    and exists (select from logged);

  return query
  with chosen as (
    select c.id, c.person, c.attempts + 1 as number, c.phone, c.variables
    from contacts c join persons p on p.id = c.person
    where c.id = any(ids) and c.state = 'pending' and p.open_attempt is null
      and (p.day is distinct from current_date or p.day_count < 3)
    limit greatest(room, 0)
  ), stored as (
    insert into attempts (contact, number, sender, address, state, minted_at)
    select ch.id, ch.number, '+12025550100', ch.phone, 'sending', now() from chosen ch
  ), moved as (
    update contacts c set state = 'in-flight', attempts = ch.number, last_attempt_at = now()
    from chosen ch where c.id = ch.id
  ), busy as (
    update persons p set open_attempt = ch.id || '-' || ch.number, last_touch = now(), day = current_date,
      day_count = case when p.day = current_date then p.day_count + 1 else 1 end
    from chosen ch where p.id = ch.person
  ), logged as (
    insert into events (type, contact, attempt, data)
    select 'attempt.minted', ch.id, ch.id || '-' || ch.number, '{"step": 0}' from chosen ch
  )
  select ch.id, ch.number, ch.phone, ch.variables from chosen ch;
  get diagnostics minted = row_count;

  update callers c set open = c.open + minted, second = this_second,
    started = minted + case when c.second = this_second then c.started else 0 end
  where c.id = '+12025550100';
  perform count_up('minted', minted), count_up('open', minted);
end $$;

-- Stores the result of each call, and the end of its contact.
create function finish_attempts(ids int[], numbers int[], dispositions text[], talks int[])
returns void language plpgsql as $$
declare
  ended constant int := cardinality(ids);
begin
  with results as (
    select * from unnest(ids, numbers, dispositions, talks) as r (id, number, disposition, talk)
  ), stored as (
    update attempts a set state = 'ended', disposition = r.disposition, ended_at = now(),
      details = jsonb_build_object('talkSeconds', r.talk)
    from results r where a.contact = r.id and a.number = r.number
  ), moved as (
    update contacts c set state = 'completed', disposition = r.disposition, ended_at = now()
    from results r where c.id = r.id returning c.person
  ), free as (
    update persons p set open_attempt = null from moved m where p.id = m.person
  )
  insert into events (type, contact, attempt, data)
  select 'attempt.ended', r.id, r.id || '-' || r.number, jsonb_build_object('disposition', r.disposition)
  from results r;

  update callers set open = open - ended where id = '+12025550100';
  perform count_up('open', -ended), count_up('answered', ended), count_up('completed', ended);
end $$;
