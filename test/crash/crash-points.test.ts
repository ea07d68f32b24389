import { test } from 'vitest';
import { expectSurvival } from './expect-survival.ts';

/** A third of those of crash-points.long.test.ts; `npm run simulate -- --crash-points` crashes at all of them. */
const stride = 51;

test(
  'survives a kill at every crossing to store, bus, carrier and webhooks, and a second one during recovery',
  () => expectSurvival(stride),
  360_000,
);
