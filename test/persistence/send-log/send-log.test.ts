import { expect, test } from 'vitest';
import type { SendMedium } from '../../../src/persistence/send-log/contract.ts';
import { createMemoryMedium } from '../../../src/persistence/send-log/memory-medium.ts';
import { createSendLog } from '../../../src/persistence/send-log/send-log.ts';

const boot = 'boot-1';

/** Opens the log as a process would that has just started there; `told` is filled with its troubles. */
function open({ medium, ...given }: { medium: SendMedium; boot?: string | null; told?: string[] }) {
  const { told = [] } = given;
  return createSendLog({
    medium,
    boot: given.boot === undefined ? boot : given.boot,
    instance: 'one',
    at: 0,
    onTrouble: ({ what }) => void told.push(what),
  });
}

test('after the death of its process, what was minted and not sent is proved unsent; nothing else is', () => {
  const medium = createMemoryMedium();
  const before = open({ medium });
  before.noteMinted(['att_sent', 'att_left']);
  expect(before.noteSending('att_sent')).toBe(true);
  const after = open({ medium });
  expect(after.doubt()).toBeNull();
  expect(after.isUnsent('att_left')).toBe(true);
  expect(after.isUnsent('att_sent')).toBe(false);
  expect(after.isUnsent('att_of_another_machine')).toBe(false);
});

test('a proof outlives further restarts, also when it was not used', () => {
  const medium = createMemoryMedium();
  open({ medium }).noteMinted(['att_left']);
  open({ medium });
  open({ medium }).noteMinted(['att_other']);
  expect(open({ medium }).isUnsent('att_left')).toBe(true);
});

test.each([
  ['another boot', 'boot-2'],
  ['a system that does not tell', null],
])('%s proves nothing, and says so', (_, boot) => {
  const medium = createMemoryMedium();
  open({ medium }).noteMinted(['att_left']);
  const after = open({ medium, boot });
  expect(after.isUnsent('att_left')).toBe(false);
  expect(after.doubt()).toMatch(/restarted|boot/);
});

test('a log that was written without knowing the boot proves nothing to a process that knows it', () => {
  const medium = createMemoryMedium();
  open({ medium, boot: null }).noteMinted(['att_left']);
  expect(open({ medium }).isUnsent('att_left')).toBe(false);
});

test('a missing log is no empty one', () => {
  const after = open({ medium: createMemoryMedium() });
  expect(after.isUnsent('att_left')).toBe(false);
  expect(after.doubt()).toBe('there is no send log');
});

test('what was taken for unsent is not sent any more, by this process either', () => {
  const log = open({ medium: createMemoryMedium() });
  log.noteMinted(['att_left']);
  expect(log.isUnsent('att_left')).toBe(true);
  expect(log.noteSending('att_left')).toBe(false);
});

test('after it is closed nothing is sent: the next process relies on it', () => {
  const log = open({ medium: createMemoryMedium() });
  log.noteMinted(['att_left']);
  log.close();
  expect(log.noteSending('att_left')).toBe(false);
  expect(log.noteSending('att_never_noted')).toBe(false);
});

test('a full log is written again without the attempts that ended', () => {
  const medium = createMemoryMedium({ room: 12 });
  const log = open({ medium });
  log.noteMinted(['att_kept', 'att_forgotten']);
  log.forget(['att_forgotten']);
  for (let index = 0; index < 100; index += 1) {
    log.noteMinted([`att_${index}`]);
    expect(log.noteSending(`att_${index}`)).toBe(true);
  }
  const after = open({ medium });
  expect(after.isUnsent('att_kept')).toBe(true);
  expect(after.isUnsent('att_forgotten')).toBe(false);
  for (let index = 0; index < 100; index += 1) expect(after.isUnsent(`att_${index}`)).toBe(false);
});

/** A medium on which nothing can be written while `isBroken` says so. */
function breakable({ canDiscard }: { canDiscard: boolean }) {
  const medium = createMemoryMedium();
  const state = { isBroken: false };
  const fail = <Input extends unknown[], Output>(verb: (...input: Input) => Output) => {
    return (...input: Input): Output => {
      if (state.isBroken) throw new Error('ENOSPC');
      return verb(...input);
    };
  };
  const discard = canDiscard ? medium.discard : fail(medium.discard);
  return {
    state,
    medium: { ...medium, replace: fail(medium.replace), append: fail(medium.append), discard },
  };
}

test('a sending that cannot be noted makes the log worthless, and is allowed then', () => {
  const { medium, state } = breakable({ canDiscard: true });
  const told: string[] = [];
  const log = open({ medium, told });
  log.noteMinted(['att_sent', 'att_left']);
  state.isBroken = true;
  expect(log.noteSending('att_sent')).toBe(true);
  expect(told).toHaveLength(1);
  const after = open({ medium });
  expect(after.isUnsent('att_sent')).toBe(false);
  expect(after.isUnsent('att_left')).toBe(false);
});

test('if it cannot even be made worthless, nothing is sent', () => {
  const { medium, state } = breakable({ canDiscard: false });
  const log = open({ medium });
  log.noteMinted(['att_1']);
  state.isBroken = true;
  expect(log.noteSending('att_1')).toBe(false);
  state.isBroken = false;
  expect(log.noteSending('att_1')).toBe(true);
  expect(open({ medium }).isUnsent('att_1')).toBe(false);
});

test('what was minted while nothing could be written is sent as ever, and is not proved unsent after a restart', () => {
  const { medium, state } = breakable({ canDiscard: true });
  state.isBroken = true;
  const told: string[] = [];
  const log = open({ medium, told });
  log.noteMinted(['att_1', 'att_2']);
  log.checkUp();
  expect(log.noteSending('att_1')).toBe(true);
  expect(told).toEqual(['the send log could not be created']);
  state.isBroken = false;
  expect(open({ medium }).isUnsent('att_2')).toBe(false);
  // It is created as soon as that works.
  log.checkUp();
  log.noteMinted(['att_3']);
  const after = open({ medium });
  expect(after.isUnsent('att_2')).toBe(true);
  expect(after.isUnsent('att_3')).toBe(true);
  expect(after.isUnsent('att_1')).toBe(false);
});
