import {
  copyFileSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { expect, test } from 'vitest';
import { createFileMedium } from '../../../src/persistence/send-log/file-medium.ts';
import { readBootId } from '../../../src/persistence/send-log/boot-id.ts';
import { createSendLog } from '../../../src/persistence/send-log/send-log.ts';
import { useFolder } from '../sqlite/support/folder.ts';

const file = useFolder();
const now = (): number => Date.now();
const original = 'the send log is damaged, cut short or not the original';

function open(path: string, told: string[] = []) {
  return createSendLog({
    medium: createFileMedium({ path, now }),
    boot: 'boot-1',
    instance: 'one',
    at: now(),
    onTrouble: ({ what }) => void told.push(what),
  });
}

/** A log whose process has died: one attempt was sent, one was not. */
function leaveBehind(path: string): void {
  const log = open(path);
  log.noteMinted(['att_sent', 'att_left']);
  log.noteSending('att_sent');
}

test('a file without changes proves what was not sent, also after a restart that wrote nothing', () => {
  const path = file('sends.log');
  leaveBehind(path);
  for (let restart = 0; restart < 3; restart += 1) {
    const after = open(path);
    expect(after.doubt()).toBeNull();
    expect(after.isUnsent('att_left')).toBe(true);
    expect(after.isUnsent('att_sent')).toBe(false);
  }
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

const aMinuteLater = new Date(Date.now() + 60_000);

/** Takes the last line out and puts zeros in its place, as an old copy written over the file would. */
function forgetLastLine(path: string): void {
  const bytes = readFileSync(path);
  const end = bytes.indexOf(0);
  const start = bytes.lastIndexOf('\n', end - 2) + 1;
  writeFileSync(path, bytes.fill(0, start, end));
  utimesSync(path, aMinuteLater, aMinuteLater);
}

function spoil(path: string, from: string, to: string): void {
  writeFileSync(path, readFileSync(path, 'latin1').replace(from, to), 'latin1');
}

test.each<[string, (path: string) => void, string]>([
  ['removed', (path) => rmSync(path), 'there is no send log'],
  ['emptied', (path) => truncateSync(path), original],
  ['cut short by a byte', (path) => truncateSync(path, statSync(path).size - 1), original],
  ['cut short behind its first lines', (path) => truncateSync(path, 200), original],
  ['lengthened', (path) => truncateSync(path, statSync(path).size + 4096), original],
  [
    'copied and put back',
    (path) => (copyFileSync(path, `${path}.b`), renameSync(`${path}.b`, path)),
    original,
  ],
  ['given another time', (path) => utimesSync(path, aMinuteLater, aMinuteLater), original],
  ['deprived of its last line', forgetLastLine, original],
  [
    'deprived of a line in between',
    (path) => spoil(path, /\d+ \d+ minted [^\n]*\n/.exec(readFileSync(path, 'latin1'))?.[0] ?? '', ''),
    original,
  ],
  ['damaged in the middle', (path) => spoil(path, 'minted', 'm\0nted'), original],
  ['given a verb that nobody knows', (path) => spoil(path, 'minted', 'hinted'), 'the send log is damaged'],
  ['made text', (path) => writeFileSync(path, 'sending att_left\n'), original],
])('a file that was %s proves nothing', (_, touch, doubt) => {
  const path = file('sends.log');
  leaveBehind(path);
  touch(path);
  const after = open(path);
  expect(after.doubt()).toBe(doubt);
  expect(after.isUnsent('att_left')).toBe(false);
  expect(after.isUnsent('att_sent')).toBe(false);
});

test.each([
  ['removed', (path: string) => rmSync(path)],
  ['replaced', (path: string) => (copyFileSync(path, `${path}.b`), renameSync(`${path}.b`, path))],
])(
  'one that is %s while it is in use is detected, and written again without the attempts that ended',
  (_, lose) => {
    const path = file('sends.log');
    const told: string[] = [];
    const log = open(path, told);
    log.noteMinted(['att_sent', 'att_left']);
    lose(path);
    log.checkUp();
    expect(told).toEqual(['the send log was removed or replaced; it is written again']);
    log.noteSending('att_sent');
    const after = open(path);
    expect(after.isUnsent('att_left')).toBe(true);
    expect(after.isUnsent('att_sent')).toBe(false);
  },
);

test('a sending noted after the file was replaced, and before that was noticed, leaves no false proof', () => {
  const path = file('sends.log');
  const log = open(path);
  log.noteMinted(['att_sent']);
  copyFileSync(path, `${path}.b`);
  renameSync(`${path}.b`, path);
  expect(log.noteSending('att_sent')).toBe(true);
  expect(open(path).isUnsent('att_sent')).toBe(false);
});

test('its size stays what it was, however much is sent', () => {
  const path = file('sends.log');
  const log = open(path);
  const { size } = statSync(path);
  log.noteMinted(['att_left']);
  const many = Array.from({ length: 30_000 }, (_, index) => `att_${String(index).padStart(26, '0')}`);
  for (let start = 0; start < many.length; start += 250) {
    const some = many.slice(start, start + 250);
    log.noteMinted(some);
    for (const attempt of some) log.noteSending(attempt);
  }
  expect(statSync(path).size).toBe(size);
  const after = open(path);
  expect(after.isUnsent('att_left')).toBe(true);
  expect(many.filter((attempt) => after.isUnsent(attempt))).toEqual([]);
});

test('a folder that is not there is trouble, and nothing more', () => {
  const told: string[] = [];
  const log = open(file('missing/sends.log'), told);
  log.noteMinted(['att_1']);
  expect(log.noteSending('att_1')).toBe(true);
  expect(told).toEqual(['the send log could not be created']);
});

test('Linux names its boots, and always the same', () => {
  const id = readBootId();
  expect(id).toBe(readBootId());
  if (process.platform === 'linux') expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(readBootId('aix')).toBeNull();
});
