import type { Mutant } from './mutant.ts';

/** Mistakes with limits, slots and rates. */
export const limits: readonly Mutant[] = [
  {
    name: 'release slots by age',
    seed: 5,
    file: 'src/persistence/sqlite/attempts/limits.ts',
    find: 'decideReservation({ limits, want,',
    replace:
      'decideReservation({ limits: limits.map(({ cap, state }) => ({ cap, state: now - (state.lastStartAt ?? 0) > 20_000 ? { ...state, held: 0 } : state })), want,',
  },
  {
    name: "forget the campaign's own rate",
    seed: 1,
    file: 'src/rules/limits/limits.ts',
    find: '{ concurrent, perSecond, perHour: perHour ?? null, perDay: warmUp ?? perDay ?? null },',
    replace: '{ concurrent, perSecond: null, perHour: perHour ?? null, perDay: warmUp ?? perDay ?? null },',
  },
  {
    name: 'forget the hourly quota',
    seed: 3,
    file: 'src/rules/limits/limits.ts',
    find: '{ concurrent, perSecond, perHour: perHour ?? null, perDay: warmUp ?? perDay ?? null },',
    replace: '{ concurrent, perSecond, perHour: null, perDay: warmUp ?? perDay ?? null },',
  },
  {
    name: 'forget the cap of the warm-up',
    seed: 10,
    file: 'src/rules/limits/limits.ts',
    find: 'perDay: warmUp ?? perDay ?? null },',
    replace: 'perDay: perDay ?? null },',
  },
  {
    name: 'reserve without asking for the caps of the caller ID',
    seed: 1,
    file: 'src/actors/dispatch/take-slots.ts',
    find: 'caps: withMargin({ caps, marginMs }),',
    replace:
      "caps: withMargin({ caps: caps.filter(({ scope }) => !scope.startsWith('caller:')), marginMs }),",
  },
  {
    name: 'reserve twice under one id',
    test: 'test/persistence/sqlite/contract.test.ts',
    file: 'src/persistence/sqlite/attempts/limits.ts',
    find: "if (asked.kind === 'answered') return asked.answer;",
    replace: "if (asked.kind === 'answered' && !isCurrent(campaign, epoch)) return asked.answer;",
  },
  {
    name: 'undo half of a reservation: in all limits but the first',
    seed: 1,
    file: 'src/actors/turn/slots.ts',
    find: 'scopes,\n          count: back,',
    replace: 'scopes: scopes.slice(1), count: back,',
  },
  {
    name: 'make half of a reservation: nothing in the last of its limits',
    seed: 1,
    file: 'src/persistence/sqlite/attempts/limits.ts',
    find: 'for (const { cap, state } of limits) take(',
    replace: 'for (const { cap, state } of limits.slice(0, -1)) take(',
  },
  {
    name: 'count calls that were not placed as starts of the warm-up',
    test: 'test/queries/warm-up.test.ts',
    file: 'src/actors/turn/sending-days.ts',
    find: 'started: -unplaced',
    replace: 'started: 0',
  },
  {
    // Each instance still has its pacer, which is its own bucket.
    name: 'one token bucket per instance: ask the store for no rate',
    test: 'test/actors/store-time.test.ts',
    file: 'src/actors/dispatch/take-slots.ts',
    find: 'caps: withMargin({ caps, marginMs }),',
    replace: 'caps: withMargin({ caps, marginMs }).map((cap) => ({ ...cap, perSecond: null })),',
  },
  {
    // For a moment whatever the store knows of the former owner's starts counts for nothing.
    name: 'a full bucket after takeover',
    test: 'test/persistence/sqlite/contract.test.ts',
    file: 'src/persistence/common/limit-rules.ts',
    find: 'freeAt: Math.max(',
    replace: 'freeAt: since > now - 2_000 ? now : Math.max(',
  },
  {
    name: 'keep slots that were taken and not used',
    test: 'test/actors/unused-slots.test.ts',
    file: 'src/actors/turn/slots.ts',
    find: 'const back = all ? count : count - used;',
    replace: 'const back = all ? count : 0;',
  },
  {
    name: 'count no slots anew after a takeover',
    seed: 1,
    file: 'src/actors/host/actor/actor-turn.ts',
    find: 'await store.recount({ campaign, epoch, held: heldBy({ ...loaded, channels }) });',
    replace: '',
  },
  {
    name: 'keep starts that lie in the future because a clock was set back',
    seed: 11,
    file: 'src/persistence/common/limit-rules.ts',
    find: 'return isPossible ? state : {',
    replace: 'return isPossible || now > 0 ? state : {',
  },
  {
    name: 'let the pacer keep starts that lie in the future because a clock was set back',
    seed: 1,
    file: 'src/actors/sending/pacing/pacer.ts',
    find: 'if (now < line.lastNow) for',
    replace: 'if (now < line.lastNow && now < 0) for',
  },
  {
    name: 'say that a used-up quota holds back steps that contact no one',
    test: 'test/rules/why/explain.test.ts',
    file: 'src/rules/why/reasons.ts',
    find: 'until === null || renewal === null || someWithoutContact',
    replace: 'until === null || renewal === null',
  },
  {
    name: 'say that the limits of one channel hold back the steps of all',
    test: 'test/queries/limit-facts.test.ts',
    file: 'src/queries/why/limit-facts.ts',
    find: 'Math.min(...perTouch.map((limits) => freeAtOf(facts, limits)))',
    replace: 'Math.max(...perTouch.map((limits) => freeAtOf(facts, limits)))',
  },
  {
    name: 'leave a campaign without a free slot alone although slots come back after the commit',
    seed: 1,
    file: 'src/actors/dispatch/dispatch.ts',
    find: 'starved: returning > 0',
    replace: 'starved: false',
  },
];
