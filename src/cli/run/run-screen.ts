import { campaignLines } from '../text/campaign-lines.ts';
import type { Output } from '../terminal/output.ts';
import { noticeLines } from '../text/notice-lines.ts';
import { createScreen } from '../terminal/screen.ts';
import { cityOf, clockTime } from '../text/times.ts';
import type { ProgressView } from '../api/views.ts';
import type { Gap, Update } from './watch-campaign.ts';

/** The screen of a running campaign: three updated lines, and permanent lines above them. */
export type RunScreen = {
  show: (sight: Update) => void;
  print: (line?: string) => void;
  /** Reports that the clock skips a gap. */
  jump: (input: Gap) => void;
  clear: () => void;
};

/** Without a terminal, a line is written after each of this many equal parts. */
const parts = 20;
/** The minimum gap that is reported, in business time, because shorter gaps are frequent. */
const minShownGapMs = 15 * 60_000;

/**
 * Creates the screen. In JSON mode every change of the figures is written as a line of JSON. Times are in `timeZone`.
 */
export function createRunScreen({
  output,
  timeZone = 'UTC',
}: {
  output: Output;
  timeZone?: string;
}): RunScreen {
  const screen = createScreen({ output });
  let shownPart = -1;
  let shownState = '';
  let shownFigures = '';

  const showPlain = (lines: readonly string[], { percent, state, doing, notices }: ProgressView): void => {
    const part = Math.floor((percent / 100) * parts);
    const stops = notices.map(({ code }) => code);
    const status = `${state} ${doing === 'draining' ? doing : ''} ${stops.join(' ')}`;
    if (part === shownPart && status === shownState) return;
    shownPart = part;
    shownState = status;
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
      if (to - from < minShownGapMs) return;
      const at = why.reasons.find(({ until }) => until !== null && Date.parse(until) === to);
      const zone = at?.timeZone ?? timeZone;
      screen.print(output.paint('cyan', `» nothing due: jump to ${clockTime(to, zone)} ${cityOf(zone)}`));
    },
    clear: screen.clear,
  };
}
