import type { Mutant } from './mutant.ts';

/** Mistakes with enrollments: steps, order, ends and figures. */
export const enrollments: readonly Mutant[] = [
  {
    name: 'count a step that contacts no one as a call',
    seed: 1,
    file: 'src/channels/log/descriptor.ts',
    find: 'addressKind: null,',
    replace: "addressKind: 'phone',",
  },
  {
    name: 'treat a step that contacts no one as if it reached the contact',
    seed: 1,
    file: 'src/machines/enrollment/enrollment-guards.ts',
    find: 'if (!contacts) return false;',
    replace: '',
  },
  {
    name: 'do not count a transition of an enrollment',
    seed: 2,
    file: 'src/actors/decide/steps.ts',
    find: "set.transitions.note('enrollment', step.index);",
    replace: "if (event.type !== 'SKIP') set.transitions.note('enrollment', step.index);",
  },
  {
    name: 'do not count the transitions of contacts that are cancelled with their campaign',
    seed: 2,
    file: 'src/actors/turn/figures/figures.ts',
    find: "transitions.add({ machine: 'enrollment', from, event: 'END', to: 'ended', count });",
    replace: '',
  },
  {
    name: 'do not log the state of a contact after an attempt',
    seed: 2,
    file: 'src/actors/decide/attempt/log-end.ts',
    find: 'became: moved.state,',
    replace: '',
  },
  {
    name: 'do not replay that the contacts of a cancelled campaign have ended',
    seed: 2,
    file: 'src/queries/journey/replay.ts',
    find: 'rest ??= restAfter(event, move);',
    replace: '',
  },
  {
    name: 'do not count contacts that end with their campaign in the figures over time',
    seed: 2,
    file: 'src/actors/turn/figures/figures.ts',
    find: 'series.contactsEnded(at, count);',
    replace: '',
  },
  {
    name: 'apply a hang-up twice: old figures stay when an attempt changes',
    seed: 1,
    file: 'src/actors/turn/figures/figures.ts',
    find: 'if (before) countAttempt({ channels, counters, attempt: before, by: -1 });',
    replace: '',
  },
  {
    name: 'the last of those due first',
    seed: 1,
    file: 'src/actors/dispatch/candidates.ts',
    find: 'const fresh = due.filter(({ enrollment: { position } }) => isFresh(position));',
    replace:
      'const fresh = due.filter(({ enrollment: { position } }) => !set.isTouched(position)).reverse();',
  },
  {
    name: 'skip a position on resume',
    seed: 1,
    file: 'src/actors/dispatch/candidates.ts',
    find: 'const fresh = due.filter(({ enrollment: { position } }) => isFresh(position));',
    replace:
      'const fresh = due.filter(({ enrollment: { position } }) => !set.isTouched(position)).slice(set.position().context.heldMs > 0 && due.length > 1 ? 1 : 0);',
  },
  {
    name: 'ignore the due time',
    seed: 1,
    file: 'src/persistence/sqlite/contacts/due.ts',
    find: 'AND due_at <= ? AND (due_at, position)',
    replace: 'AND ? IS NOT NULL AND (due_at, position)',
  },
  {
    name: 'store every end as completed',
    seed: 1,
    file: 'src/machines/enrollment/enrollment-row.ts',
    find: 'state: end,',
    replace: "state: 'completed',",
  },
  {
    name: 'one attempt more than allowed',
    seed: 1,
    file: 'src/machines/enrollment/enrollment-guards.ts',
    find: 'stepAttemptsDelta(event) >= event.maxAttempts',
    replace: 'stepAttemptsDelta(event) > event.maxAttempts',
  },
  {
    name: 'let due times run on during a pause',
    seed: 1,
    file: 'src/machines/campaign/campaign-updates.ts',
    find: 'heldMs: context.heldMs + Math.max(0, event.at - context.pausedAt),',
    replace: 'heldMs: context.heldMs,',
  },
];
