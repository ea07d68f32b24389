import type { Mutant } from './mutant.ts';

const test = 'test/actors/call-backs.test.ts';

/** Mistakes with call-backs at a requested time. */
export const callBacks: readonly Mutant[] = [
  {
    name: 'accept a call-back at a time after which the hours do not open',
    test,
    file: 'src/actors/decide/attempt/call-back.ts',
    find: 'return opening !== null && opening <= latest ? opening : null;',
    replace: 'return opening ?? at;',
  },
  {
    name: 'make a call-back outside the hours',
    test,
    file: 'src/actors/turn/campaign-memory.ts',
    find: 'window = isAlwaysOpen(calendar)',
    replace: 'window = true',
  },
  {
    name: 'count a call-back as an attempt of its step',
    test,
    file: 'src/actors/decide/attempt/verdict.ts',
    find: 'return counts && callBackAt === null && !isPassedOver(',
    replace: 'return counts && !isPassedOver(',
  },
  {
    name: 'lose a call-back at a restart or takeover',
    test,
    file: 'src/persistence/sqlite/rows/contacts/enrollment-rows.ts',
    find: "  'callBackAt',\n",
    replace: '',
  },
  {
    name: 'delay a call-back by the length of a pause',
    test,
    file: 'src/domain/contact/enrollment.ts',
    find: "dueClass: dueClasses.callback, waitReason: 'callback.waiting'",
    replace: "dueClass: dueClasses.again, waitReason: 'callback.waiting'",
  },
  {
    name: 'let other contacts pass a call-back that waits for the next day',
    test,
    file: 'src/actors/decide/mint/defer.ts',
    find: 'row.callBackAt === null ? dueClasses.again : dueClasses.callback',
    replace: 'dueClasses.again',
  },
  {
    name: 'drop a call-back whose attempt was throttled',
    test,
    file: 'src/machines/enrollment/enrollment-updates.ts',
    find: "return event.type === 'ATTEMPT_ENDED' && event.counts ? null : context.callBackAt;",
    replace: "return event.type === 'ATTEMPT_ENDED' ? null : context.callBackAt;",
  },
  {
    name: 'keep a call-back for ever whose hours never open',
    test,
    file: 'src/actors/turn/checks/deadlines.ts',
    find: 'if (review + observing === 0 && !hasCallBacks(deciding)) return null;',
    replace: 'if (review + observing === 0) return null;',
  },
];
