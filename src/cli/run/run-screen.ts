import { campaignLines } from '../text/campaign-lines.ts';
import type { Output } from '../terminal/output.ts';
import { noticeLines } from '../text/notice-lines.ts';
import { createScreen } from '../terminal/screen.ts';
import { cityOf, clockTime } from '../text/times.ts';
import type { ProgressView } from '../api/views.ts';
import type { Gap, Sight } from './watch-campaign.ts';

/** The screen of a campaign that runs: three moving lines, and lines that stay above them. */
export type RunScreen = {
  show: (sight: Sight) => void;
  print: (line?: string) => void;
  /** Says that the clock is moved over a gap. */
  jump: (input: Gap) => void;
  clear: () => void;
};

/** Without a terminal a line is written each time another of these equal parts is done. */
const steps = 20;
/** Shorter gaps are frequent and not worth a line. Business time. */
const leastShownGapMs = 15 * 60_000;

/** In JSON mode every change of the figures is a line of JSON. Times are those of `timeZone`. */
export function createRunScreen({
  output,
  timeZone = 'UTC',
}: {
  output: Output;
  timeZone?: string;
}): RunScreen {
  const screen = createScreen({ output });
  let shownStep = -1;
  let shownState = '';
  let shownFigures = '';

  const showPlain = (lines: readonly string[], { percent, state, doing, notices }: ProgressView): void => {
    const step = Math.floor((percent / 100) * steps);
    const stops = notices.map(({ code }) => code);
    const standing = `${state} ${doing === 'draining' ? doing : ''} ${stops.join(' ')}`;
    if (step === shownStep && standing === shownState) return;
    shownStep = step;
    shownState = standing;
    for (const line of noticeLines({ notices, output })) output.say(line);
    const [head = '', figures = ''] = lines;
    output.say(`${head}   ${figures}`);
  };

  const drawnNotices = ({ notices }: ProgressView): string[] =>
    noticeLines({ notices, output: { paint: output.paint, width: () => output.columns() - 1 } });

  return {
    show({ progress, why }) {
      const figures = JSON.stringify([progress.state, progress.contacts, progress.inFlight]);
      if (figures !== shownFigures) output.line({ type: 'progress', ...progress });
      shownFigures = figures;
      const width = output.motion ? output.columns() - 1 : Infinity;
      const lines = campaignLines({ progress, why, timeZone, width, output });
      if (output.motion) screen.draw([...drawnNotices(progress), ...lines]);
      else showPlain(lines, progress);
    },
    print: screen.print,
    jump({ from, to, why }) {
      if (to - from < leastShownGapMs) return;
      const at = why.reasons.find(({ until }) => until !== null && Date.parse(until) === to);
      const zone = at?.timeZone ?? timeZone;
      screen.print(output.paint('cyan', `» nothing due: jump to ${clockTime(to, zone)} ${cityOf(zone)}`));
    },
    clear: screen.clear,
  };
}
