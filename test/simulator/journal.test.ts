import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  auditJournal,
  createFileJournal,
  createMemoryJournal,
  type JournalEntry,
} from '../../src/simulator/index.ts';
import { callTo, createCarrier } from './carrier.ts';

const busy = '+12025550101';
const ringing = '+12025550113';
const human = '+12025550100';

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringmaster-carrier-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'deep', 'journal.ndjson');
}

describe('the journal', () => {
  test('contains everything about a call: the request, its states and its callbacks', async () => {
    const { call, simulator } = createCarrier();
    await call(busy);
    const [entry] = simulator.calls();
    const kinds = simulator.journal.entries().map((each) => {
      if (each.type === 'state') return each.state;
      return each.type === 'callback' ? each.event : each.type;
    });
    expect(kinds).toEqual(['placed', 'dialing', 'reply', 'ringing', 'Ring', 'ended', 'Hangup']);
    expect(simulator.journal.entries()[0]).toMatchObject({
      at: entry?.placedAt,
      from: '+12025550100',
      to: '12025550101',
      attempt: 'a1',
      reply: 'call fired',
      request: { hangup_url: 'https://customer.test/hangup?attempt=a1' },
    });
  });

  test('is on disk before the answer, and can be read again', async () => {
    const path = temporaryFile();
    const journal = createFileJournal({ path });
    const { call, simulator } = createCarrier({ journal });
    await call(busy);
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as JournalEntry)).toEqual(simulator.journal.entries());
    journal.close();
    const again = createFileJournal({ path });
    expect(again.entries()).toEqual(simulator.journal.entries());
    again.clear();
    expect(readFileSync(path, 'utf8')).toBe('');
    again.close();
  });

  test('removes an incomplete last line and continues after the complete ones', async () => {
    const path = temporaryFile();
    const first = createFileJournal({ path });
    const { call } = createCarrier({ journal: first });
    await call(busy);
    const before = first.entries();
    first.close();
    appendFileSync(path, '{"type":"placed","at":17');
    const second = createFileJournal({ path });
    expect(second.entries()).toEqual(before);
    const entry = { type: 'state', at: 1, callUuid: 'x', state: 'ringing' } as const;
    second.append(entry);
    second.close();
    const third = createFileJournal({ path });
    expect(third.entries()).toEqual([...before, entry]);
    third.close();
  });

  test.skipIf(spawnSync('prlimit', ['--version']).error)(
    'keeps what the disk has no space for, and writes it complete and in order later',
    () => {
      const path = temporaryFile();
      const script = fileURLToPath(new URL('support/append-without-room.ts', import.meta.url));
      const run = spawnSync('prlimit', ['--fsize=2000:unlimited', process.execPath, script, path], {
        encoding: 'utf8',
      });
      expect(run).toMatchObject({ status: 0, stderr: '' });
      const journal = createFileJournal({ path });
      expect(journal.entries().map(({ at }) => at)).toEqual(Array.from({ length: 101 }, (_, at) => at));
      journal.close();
    },
  );

  test('refuses a file with a damaged line in the middle, and names the line', () => {
    const path = temporaryFile();
    createFileJournal({ path }).close();
    writeFileSync(path, '{"type":"state"}\nrubbish\n{"type":"state"}\n');
    expect(() => createFileJournal({ path })).toThrow(/line 2.*damaged/);
  });
});

describe('the audit', () => {
  test('finds an attempt that was placed twice, and calls to one number that overlap', async () => {
    const { place, clock, simulator } = createCarrier();
    await place(ringing);
    await place(ringing);
    await place(busy, callTo(busy, 'a2'));
    await clock.pass(300_000);
    const audit = simulator.audit();
    expect(audit).toMatchObject({
      placements: 3,
      ended: 3,
      unfinished: 0,
      perAttempt: { a1: 2, a2: 1 },
      doubles: ['a1'],
    });
    expect(audit.overlaps).toEqual([
      {
        to: '12025550113',
        callUuids: simulator
          .calls()
          .slice(0, 2)
          .map(({ callUuid }) => callUuid),
      },
    ]);
    expect(audit.causes).toEqual({ 3010: 1, 6010: 2 });
    expect(audit.maxConcurrent).toBe(3);
  });

  test('finds no fault in consecutive calls', async () => {
    const { call, simulator } = createCarrier();
    await call(busy, callTo(busy, 'a1'));
    await call(busy, callTo(busy, 'a2'));
    expect(simulator.audit()).toMatchObject({
      doubles: [],
      overlaps: [],
      maxConcurrent: 1,
      maxStartsPerSecond: 1,
    });
  });

  test('of an empty journal is all zeros', () => {
    expect(auditJournal({ entries: [] })).toMatchObject({
      placements: 0,
      maxConcurrent: 0,
      maxPlacementsPerSecond: 0,
    });
  });
});

describe('a restart', () => {
  /** Stops the carrier after `ms` milliseconds and starts another one on the same journal `pauseMs` later. */
  const restart = async (to: string, stopAfter: (state: string) => boolean, pauseMs: number) => {
    const journal = createMemoryJournal();
    const before = createCarrier({ journal });
    await before.place(to);
    await before.clock.until(() => stopAfter(before.simulator.calls()[0]?.state ?? ''));
    before.simulator.close();
    await before.clock.pass(pauseMs);
    const after = createCarrier({ journal, clock: before.clock });
    const [call] = after.simulator.calls();
    if (!call) throw new Error('the call was forgotten');
    return { before, after, call, planned: before.simulator.calls()[0] };
  };

  test('resumes a ringing call until its planned end', async () => {
    const { after, call } = await restart('+12025550102', (state) => state === 'ringing', 1000);
    expect((await after.json('GET', 'Call/?status=live')).body['calls']).toEqual([call.callUuid]);
    await after.clock.pass(60_000);
    expect(call.endedAt).toBe((call.rangAt ?? 0) + call.plan.refusedAfterMs);
    expect(after.events()).toEqual(['Hangup']);
    expect(after.simulator.audit()).toMatchObject({ placements: 1, ended: 1 });
  });

  test('resumes a dialling call, which is then answered', async () => {
    const { after } = await restart(human, (state) => state === 'dialing', 100);
    await after.clock.pass(120_000);
    expect(after.events()).toEqual(['Ring', 'StartApp', '', 'Hangup']);
  });

  test('ends an answered call after the planned time', async () => {
    const { after, call } = await restart(human, (state) => state === 'in-progress', 1000);
    expect(call.state).toBe('in-progress');
    await after.clock.pass(60_000);
    expect(call.endedAt).toBe((call.answeredAt ?? 0) + call.plan.talkMs);
    expect(after.events()).toEqual(['Hangup']);
  });

  test('ends a call whose planned end has passed at once, with the planned outcome', async () => {
    const { after, call } = await restart(busy, (state) => state === 'dialing', 3_600_000);
    expect(call.state).toBe('ended');
    await after.clock.pass(2000);
    expect(after.last('Hangup')).toMatchObject({ HangupCauseCode: '3010', CallStatus: 'busy' });
    expect((await after.json('GET', `Call/${call.callUuid}/`)).body['hangup_cause_code']).toBe(3010);
  });

  test('reports the end of a call only if it was not reported before', async () => {
    const { after, before } = await restart(busy, (state) => state === 'ended', 10);
    expect(before.events()).toEqual(['Ring']);
    await after.clock.pass(5000);
    expect(after.events()).toEqual(['Hangup']);
    const journal = after.simulator.journal;
    after.simulator.close();
    const third = createCarrier({ journal, clock: after.clock });
    await third.clock.pass(5000);
    expect(third.events()).toEqual([]);
    expect((await third.json('GET', 'Call/')).body).toMatchObject({ meta: { total_count: 1 } });
  });

  test('keeps the queue, the rate and the count of calls to a number', async () => {
    const journal = createMemoryJournal();
    const before = createCarrier({ journal });
    for (let count = 0; count < 5; count += 1) {
      before.request('POST', 'Call/', callTo(busy)).catch(() => undefined);
    }
    await before.clock.pass(100);
    before.simulator.close();
    const after = createCarrier({ journal, clock: before.clock });
    expect((await after.json('GET', 'Call/?status=queued')).body['calls']).toHaveLength(3);
    await after.place(busy);
    await after.clock.pass(60_000);
    expect(after.simulator.calls().map(({ ordinal }) => ordinal)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(after.simulator.audit()).toMatchObject({ ended: 6, maxStartsPerSecond: 2 });
  });
});
