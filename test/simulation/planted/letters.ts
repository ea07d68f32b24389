import type { Mutant } from './mutant.ts';

/** Mistakes with letters: touches that are prepared, and reports that arrive late. */
export const letters: readonly Mutant[] = [
  {
    name: 'repeat a letter on a report that it is delayed',
    seed: 6,
    file: 'test/support/letters/post-office.ts',
    find: "delayed: [{ kind: 'progressed', ...stage('delayed') }],",
    replace: 'delayed: [bounce(false)],',
  },
  {
    name: 'start an ended enrollment again on late evidence',
    seed: 6,
    file: 'src/machines/enrollment/enrollment-machine.ts',
    find: "AMENDED: { guard: 'changesEnd', actions: 'noteEnd' },",
    replace:
      "AMENDED: [{ guard: 'isTakenBack', target: 'waiting', actions: 'takeBack' }, { guard: 'changesEnd', actions: 'noteEnd' }],",
  },
  {
    name: 'complete before the observation period is over',
    seed: 6,
    file: 'src/actors/decide/attempt/verdict.ts',
    find: 'observeUntil: observeMs > 0 ? Math.min(endedAt + observeMs, closesAt) : null,',
    replace: 'observeUntil: null,',
  },
  {
    name: 'issue a permit before a touch is prepared',
    seed: 6,
    file: 'src/actors/dispatch/send-prepared.ts',
    find: 'else if (input.preparing.isReady(attempt.id) && isFree(input, attempt)) ready.push(attempt);',
    replace: 'else if (isFree(input, attempt)) ready.push(attempt);',
  },
  {
    name: 'let a turn that logs nothing leave the revision as it was',
    seed: 159,
    file: 'src/actors/turn/working-set/working-set.ts',
    find: 'rev: isMoved || isEdited || isUnlogged ? before.rev + 1 : before.rev,',
    replace: 'rev: isMoved || isEdited ? before.rev + 1 : before.rev,',
  },
  {
    name: 'forget that a contact ended while its next attempt was in flight',
    seed: 82,
    file: 'src/actors/turn/working-set/merge-memory.ts',
    find: 'keepEnded({ open, enrollments, settled });',
    replace: 'void [keepEnded, settled];',
  },
  {
    name: 'take a touch that was prepared for made when it was minted',
    seed: 6,
    file: 'src/actors/dispatch/send-prepared.ts',
    find: 'noteTouch(deciding, attempt, startAt);',
    replace: 'void noteTouch;',
  },
  {
    name: 'count an attempt that was never sent because its contact ended',
    test: 'test/actors/letters.test.ts',
    file: 'src/actors/decide/after-attempt.ts',
    find: 'if (!isAwaited && isEnd(enrollment.state)) conclude();',
    replace: '',
  },
];
