import type { Mutant } from './mutant.ts';

/** Mistakes with permits, and the last checks before a touch is sent. */
export const permits: readonly Mutant[] = [
  {
    name: 'skip the second window check',
    test: 'test/actors/last-checks.test.ts',
    file: 'src/actors/decide/mint/last-check.ts',
    find: "if (!window.isOpen(startAt)) return { kind: 'closed' };",
    replace: '',
  },
  {
    name: 'apply only the calling rules of the first possible place',
    test: 'test/rules/calling.test.ts',
    file: 'src/rules/windows/calling-hours.ts',
    find: 'const weeks = rules.map(weekOf);',
    replace: 'const weeks = rules.slice(0, 1).map(weekOf);',
  },
  {
    name: 'apply calling rules in the zone of the campaign',
    test: 'test/rules/calling.test.ts',
    file: 'src/rules/windows/day-plans.ts',
    find: '(own ?? deciding).map((zone): DayPlan => ({ zone, hoursOn }))',
    replace: 'deciding.map((zone): DayPlan => ({ zone, hoursOn }))',
  },
  {
    name: 'ignore the caps of calling rules at the last check',
    test: 'test/actors/calling-rules.test.ts',
    file: 'src/actors/decide/mint/last-check.ts',
    find: 'client, place: window.caps });',
    replace: 'client });',
  },
  {
    name: 'count business days without the calendar of the contact',
    test: 'test/rules/step-delay.test.ts',
    file: 'src/rules/step-delay.ts',
    find: 'const next = window.nextOpening(window.nextDay(opening));',
    replace: 'const next = window.nextDay(opening);',
  },
  {
    name: 'start a step that is due in business days while the window is closed',
    test: 'test/rules/step-delay.test.ts',
    file: 'src/rules/step-delay.ts',
    find: 'sameTime > opening && window.isOpen(sameTime) ? sameTime : opening',
    replace: 'sameTime',
  },
  {
    // The look at the addresses and the one in the commit make up for each other; both rest on the stored suppression.
    name: 'skip the second suppression check: what it would look at is not stored',
    test: 'test/persistence/sqlite/contract.test.ts',
    file: 'src/persistence/sqlite/persons/suppressions.ts',
    find: 'upsert.get(...suppressions.cells(addition.stored));',
    replace: 'void upsert;',
  },
  {
    name: 'call contacts without a word to say',
    seed: 6,
    file: 'src/actors/decide/mint/last-check.ts',
    find: "if (silence) return { kind: 'silent', silence };",
    replace: '',
  },
  {
    name: 'void no permits on a pause',
    test: 'test/actors/two-instances.test.ts',
    file: 'src/actors/sending/permits.ts',
    find: 'for (const [, state] of voided) state.isVoid = true;',
    replace: '',
  },
  {
    name: 'do not void the permits of the turn that is under way when the instance stops',
    test: 'test/actors/ownership/stopping.test.ts',
    file: 'src/actors/host/actor/actor-turn.ts',
    find: "outcome.memory.record.state !== 'running' || state.phase !== 'running'",
    replace: "outcome.memory.record.state !== 'running'",
  },
  {
    name: 'use a permit after waking',
    test: 'test/actors/sending/permits.test.ts',
    file: 'src/actors/sending/permits.ts',
    find: 'age() > ttlMs || clock.now() > (until ?? Number.POSITIVE_INFINITY)',
    replace: 'age() < 0',
  },
  {
    // The message is about an earlier stop, and late.
    name: 'take any message about void permits for the answer to this stop',
    seed: 376,
    file: 'src/actors/host/await-voided.ts',
    find: ' && message.rev >= rev',
    replace: '',
  },
  {
    name: 'mint without asking for the touch',
    seed: 1,
    file: 'src/actors/transitions/machine-effects.ts',
    find: "else set.perform({ type: 'place-touch', attempt, startAt, touch });",
    replace: '',
  },
  {
    name: 'reply to an emergency stop before it is read',
    test: 'test/actors/two-instances.test.ts',
    file: 'src/actors/host/stops/emergency-stops.ts',
    find: '      applyAndReply(message).catch(',
    replace:
      "      void bus.publish({ subject: 'holds.replies', to: message.from, message: { instance, rev: message.rev ?? 0 } }); applyAndReply(message).catch(",
  },
  {
    name: 'use a permit that was issued after the reply to an emergency stop',
    test: 'test/actors/two-instances.test.ts',
    file: 'src/actors/host/actor-performer.ts',
    find: 'if (parts.knowledge.isStopped(client)) return false;',
    replace: '',
  },
  {
    name: 'count a touch with a void permit as one that finishes, once its wait has ended',
    test: 'test/http/routes/campaigns.test.ts',
    file: 'src/actors/sending/placing.ts',
    find: "if (outcome.kind !== 'not-placed') unsent.delete(id);",
    replace: 'unsent.delete(id);',
  },
];
