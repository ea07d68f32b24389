import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { keepHeapSmall } from '../../src/platform/small-heap.ts';
import { createTestTime } from '../support/time/test-time.ts';

const megabyte = 1_048_576;

test('the space for new objects grows to its size, no further, and again after it has shrunk', async () => {
  const time = createTestTime();
  const flags: string[] = [];
  let size = 2 * megabyte;
  const heap = { setFlag: (flag: string) => void flags.push(flag), newSpaceBytes: () => size };
  const kept = keepHeapSmall({ clock: time.clocks.system, heap });
  for (const megabytes of [8, 32, 32, 4]) {
    size = megabytes * megabyte;
    await time.pass(1_000);
  }
  await kept.stop();
  size = 64 * megabyte;
  await time.pass(5_000);
  const growth = flags.filter((flag) => flag.startsWith('--semi-space-growth-factor='));
  expect(growth.map((flag) => flag.split('=')[1])).toEqual(['2', '1', '2']);
});

test('the flags are flags of this Node', () => {
  const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  const flags: string[] = [];
  const heap = { setFlag: (flag: string) => void flags.push(flag), newSpaceBytes: () => 0 };
  const time = createTestTime();
  void keepHeapSmall({ clock: time.clocks.system, heap }).stop();
  expect(flags).toHaveLength(2);
  for (const flag of flags) expect(known).toContain(`  ${flag.split('=')[0]} (`);
});
