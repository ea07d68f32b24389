import type { Mutant } from './mutant.ts';

/** Mistakes with the circuit breaker. */
export const breaker: readonly Mutant[] = [
  {
    name: 'never trip the circuit breaker',
    seed: 24,
    file: 'src/rules/breaker.ts',
    find: 'return outcomes >= breakerPolicy.outcomes && faults >= outcomes * breakerPolicy.share;',
    replace: 'return outcomes < 0 && faults < 0;',
  },
  {
    name: 'do not count placements without an answer as faults of the provider',
    seed: 24,
    file: 'src/actors/decide/performed.ts',
    find: "if (row.state === 'sending') noteFault(deciding, row);",
    replace: '',
  },
  {
    name: 'send many probes at a provider that is down',
    seed: 24,
    file: 'src/actors/dispatch/gates.ts',
    find: 'return isFirst;',
    replace: 'return isFirst || isToProbe(deciding, candidate);',
  },
  {
    name: 'two campaigns probe at once: a probe that is out holds back no other',
    seed: 24,
    file: 'src/rules/breaker.ts',
    find: "if (isProbing(probe, at)) return { kind: 'probing', until: probe.until };",
    replace: '',
  },
  {
    name: 'take the right to probe although the breaker has changed',
    test: 'test/actors/shared-breaker.test.ts',
    file: 'src/persistence/sqlite/attempts/breakers.ts',
    find: 'return written !== undefined;',
    replace: 'return written !== undefined || expectedRev > 0;',
  },
  {
    name: 'announce a change of a breaker before its commit',
    test: 'test/actors/shared-breaker.test.ts',
    file: 'src/actors/turn/turn.ts',
    find: 'const result = await commitOrGiveBack(',
    replace:
      'if (turn.breakers.length > 0) context.onBreakers({ campaign: memory.record.id, changes: turn.breakers });\n    const result = await commitOrGiveBack(',
  },
  {
    name: 'wake no campaign that waits for a breaker',
    test: 'test/actors/shared-breaker.test.ts',
    file: 'src/actors/host/breaker-changes.ts',
    find: "if (state === 'probing') return;",
    replace: "if (state !== 'probing') return;",
  },
  {
    name: 'wait for the message about a breaker, which may be lost',
    test: 'test/actors/shared-breaker.test.ts',
    file: 'src/actors/dispatch/gates.ts',
    find: 'const lookAgainAt = earliest(dispatched.lookAgainAt, set.at + unheardMs);',
    replace: 'const { lookAgainAt } = dispatched;',
  },
  {
    name: 'let a right to probe never expire',
    test: 'test/rules/breaker.test.ts',
    file: 'src/rules/breaker.ts',
    find: 'return probe !== null && probe.until > at && probe.until',
    replace: 'return probe !== null && probe.until',
  },
  {
    name: 'the breaker of one channel holds back the steps of the others',
    test: 'test/actors/outage-of-one-channel.test.ts',
    file: 'src/actors/dispatch/dispatch.ts',
    find: 'if (withoutContact.length === 0) return',
    replace: 'if (withoutContact.length === 0 || readGates(input.deciding).isShut) return',
  },
  {
    name: 'pause for an outage although other contacts do not wait for the provider',
    test: 'test/actors/outage-of-one-channel.test.ts',
    file: 'src/actors/dispatch/gates.ts',
    find: 'if (await isAnyoneAt({ deciding, store, steps: others })) return;',
    replace: '',
  },
  {
    name: 'note no outcomes for the other campaigns that share a breaker',
    seed: 24,
    file: 'src/persistence/sqlite/turn/turns.ts',
    find: 'breakers.note(turn.outcomes);',
    replace: '',
  },
];
