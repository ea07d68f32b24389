import { coreSuite } from './bus/core.ts';
import type { BusUnderTest } from './bus/bus-under-test.ts';
import { feedSuite } from './bus/feed.ts';
import { intakeSuite } from './bus/intake.ts';

/** What every bus promises: see `Bus`. */
export function busSuite(input: { name: string; open: () => Promise<BusUnderTest> }): void {
  coreSuite(input);
  intakeSuite(input);
  feedSuite(input);
}
