import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { call } from './call.mjs';

const schema = readFileSync(new URL('contacts.sql', import.meta.url), 'utf8');
const untilRoomMs = 20;

/** Contacts, persons, attempts, counters, limits and events in PostgreSQL; see contacts.sql. */
export async function createPostgresContacts({ pool, jobs }) {
  await pool.query(schema);
  await pool.query('insert into persons (id) select i from generate_series(1, $1::int) i', [jobs]);
  await pool.query(
    `insert into contacts (id, person, phone, variables, state)
     select i, i, '+1' || 2122000000 + i,
       jsonb_build_object('first_name', 'First' || i, 'last_name', 'Last' || i, 'company', 'Example Incorporated'),
       'pending'
     from generate_series(1, $1::int) i`,
    [jobs],
  );

  async function begin(ids) {
    const { rows } = await pool.query({
      name: 'begin',
      text: 'select * from begin_attempts($1)',
      values: [ids],
    });
    return rows;
  }

  async function finish(results) {
    const column = (name) => results.map((result) => result[name]);
    await pool.query({
      name: 'finish',
      text: 'select finish_attempts($1, $2, $3, $4)',
      values: [column('contact'), column('number'), column('disposition'), column('talkSeconds')],
    });
  }

  async function stillPending(ids) {
    const { rows } = await pool.query(`select id from contacts where id = any($1) and state = 'pending'`, [
      ids,
    ]);
    return rows.map(({ id }) => id);
  }

  return {
    begin,
    finish,
    /** Contacts a batch: an attempt each is stored, the calls are made, their results are stored. */
    async run(ids) {
      for (let waiting = ids; waiting.length > 0;) {
        const attempts = await begin(waiting);
        if (attempts.length > 0) await finish(await Promise.all(attempts.map(call)));
        if (attempts.length === waiting.length) return;
        waiting = await stillPending(waiting);
        await wait(untilRoomMs);
      }
    },
    /** Throws unless the rows, the events and the counters tell of one answered attempt for each contact. */
    async verify(completed) {
      const { rows } = await pool.query(
        `select (select count(*) from contacts where state = 'completed')::int as contacts,
           (select count(*) from attempts where state = 'ended' and disposition = 'answered')::int as attempts,
           (select count(*) from persons where open_attempt is null and day_count = 1)::int as persons,
           (select count(*) from events)::int / 2 as events,
           (select value from counters where name = 'completed')::int as counted,
           (select open from callers) + ${completed} as limits`,
      );
      for (const [name, found] of Object.entries(rows[0])) {
        if (found !== completed) throw new Error(`${name}: ${found}, not ${completed}`);
      }
    },
  };
}
