import type { FaultRuleInput, SimulatorOptionsInput } from '../../../src/simulator/index.ts';
import type { Draw } from '../draw.ts';

const faultKinds: readonly Omit<FaultRuleInput, 'probability'>[] = [
  { fault: 'accepted-then-500' },
  { fault: 'accepted-then-503' },
  { fault: 'accepted-then-no-reply' },
  { fault: 'accepted-then-reset' },
  { fault: 'reject-429' },
  { fault: 'reject-503' },
  { fault: 'reset' },
  { fault: 'slow-reply', ms: 4_000 },
  { fault: 'hangup-before-reply' },
  { fault: 'callback-lost' },
  { fault: 'callback-lost', match: { event: 'Hangup' } },
  { fault: 'callback-late', ms: 90_000 },
  { fault: 'callback-duplicate', ms: 2_000 },
  { fault: 'callback-after-hangup' },
  { fault: 'callback-wrong-signature', extra: true },
  { fault: 'callback-tampered', extra: true },
  { fault: 'live-missing', ms: 60_000 },
  { fault: 'live-ghost', ms: 60_000 },
  { fault: 'record-late', ms: 60_000 },
];

/** Answers that are none, of each request; what they hold is drawn by the carrier. */
const garbageKinds: readonly Omit<FaultRuleInput, 'probability'>[] = [
  { fault: 'answer-garbage', match: { request: 'record' } },
  { fault: 'answer-garbage', match: { request: 'records' } },
  { fault: 'answer-garbage', match: { request: 'live' } },
  { fault: 'answer-garbage', match: { request: 'queued' } },
  { fault: 'answer-garbage', match: { request: 'any' } },
  { fault: 'answer-garbage', match: { request: 'any' }, status: 404 },
  { fault: 'answer-garbage', match: { request: 'hang-up' } },
  { fault: 'answer-garbage', match: { request: 'cancel' } },
  { fault: 'answer-garbage', match: { request: 'place' } },
  { fault: 'answer-garbage', match: { request: 'place' }, status: 403 },
  { fault: 'reject-garbage', match: { request: 'place' } },
  { fault: 'reject-garbage', match: { request: 'place' }, status: 407 },
];

/** Most of it matters only where callbacks are lost, so that the provider has to be asked. */
function drawGarbage(draw: Draw): FaultRuleInput[] {
  if (!draw.chance(0.3)) return [];
  const faults: FaultRuleInput[] = Array.from({ length: draw.int(1, 3) }, () => ({
    ...draw.pick(garbageKinds),
    probability: draw.pick([0.1, 0.3]),
  }));
  if (draw.chance(0.7)) faults.push({ fault: 'callback-lost', probability: draw.pick([0.1, 0.3]) });
  return faults;
}

/** Next to no callback arrives, and most requests for a record are answered with the record of another call. */
function drawOtherRecords(draw: Draw): FaultRuleInput[] {
  if (!draw.chance(0.12)) return [];
  const probability = draw.pick([0.4, 0.7]);
  return [
    { fault: 'answer-garbage', match: { request: 'record' }, garbage: 'other-call', probability },
    { fault: 'callback-lost', probability: 0.9 },
  ];
}

/** `more` and `records` draw what was added later, so that earlier scenarios stay as they were. */
export function drawCarrier(draw: Draw, more: Draw, records: Draw): SimulatorOptionsInput {
  const count = draw.pick([0, 1, 2, 4, 6]);
  const faults: FaultRuleInput[] = Array.from({ length: count }, () => ({
    ...draw.pick(faultKinds),
    probability: draw.pick([0.02, 0.1, 0.3]),
  }));
  if (draw.chance(0.05)) faults.push({ fault: 'reject-401', nth: draw.int(1, 20) });
  faults.push(...drawGarbage(more), ...drawOtherRecords(records));
  return {
    callUuid: draw.pick(['same', 'different']),
    callsPerSecond: draw.pick([1, 2, 5]),
    faults,
    ...(draw.chance(0.1) && {
      india: { concurrency: draw.int(25, 50), refuse: draw.pick(['response', 'hangup']) },
    }),
    ...(draw.chance(0.3) && { scenario: { keys: { '1': 40, '': 20, '9': 40 } } }),
  };
}
