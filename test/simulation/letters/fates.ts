import type { Fate, Report } from '../../support/letters/post-office.ts';
import type { Draw } from '../draw.ts';
import { dayMs, hourMs, minuteMs } from '../times.ts';
import type { MailPlan } from './mail-plan.ts';

/** Early, while the next step is in flight, after it, or after the end of the campaign. */
const delaysMs = [
  minuteMs,
  10 * minuteMs + 8_000,
  2 * hourMs + 8_000,
  5 * hourMs,
  26 * hourMs,
  2 * dayMs,
  4 * dayMs,
] as const;

/** What happens to a letter, in the order in which it happens; at most one of them is a bounce. */
const stories: readonly (readonly Report[])[] = [
  ['delayed'],
  ['delayed', 'soft-bounce'],
  ['delivered', 'opened'],
  ['delivered', 'opened', 'reply'],
  ['reply'],
  ['reply', 'opt-out'],
  ['soft-bounce'],
  ['soft-bounce'],
  ['hard-bounce'],
  ['opened', 'hard-bounce'],
];

/** The reports of one letter: some come twice, and some in another order than they happened. */
function drawReports(draw: Draw): NonNullable<Fate['reports']> {
  const isReordered = draw.chance(0.2);
  let afterMs = draw.pick(delaysMs);
  const times: number[] = [];
  const story = draw.pick(stories);
  for (const _ of story) {
    times.push(afterMs);
    afterMs += draw.pick([0, 5_000, hourMs, dayMs]);
  }
  if (isReordered) times.reverse();
  return story.flatMap((what, index) => {
    const first = { afterMs: times[index] ?? 0, what };
    if (!draw.chance(0.25)) return [first];
    return [first, { ...first, afterMs: first.afterMs + draw.pick([0, 2_000, hourMs]) }];
  });
}

/** What becomes of one letter. */
export function drawFate(draw: Draw, { prepareMs, troubled, reported }: MailPlan): Fate {
  return {
    prepareMs: draw.pick(prepareMs),
    counter: draw.chance(troubled) ? draw.pick(['refused', 'unreachable', 'no-answer'] as const) : 'taken',
    reports: draw.chance(reported) ? drawReports(draw) : [],
  };
}
