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

export function drawCarrier(draw: Draw): SimulatorOptionsInput {
  const count = draw.pick([0, 1, 2, 4, 6]);
  const faults: FaultRuleInput[] = Array.from({ length: count }, () => ({
    ...draw.pick(faultKinds),
    probability: draw.pick([0.02, 0.1, 0.3]),
  }));
  if (draw.chance(0.05)) faults.push({ fault: 'reject-401', nth: draw.int(1, 20) });
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
