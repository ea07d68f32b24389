import type { Output } from '../terminal/output.ts';
import { stateText } from './campaign-lines.ts';
import { tellNotices } from './notice-lines.ts';
import { counted } from './times.ts';
import type { CommandReplyView } from '../api/views.ts';

/** Writes the result of a command about a campaign. */
export function tellReply({
  output,
  reply,
  done,
  isHungUp = false,
}: {
  output: Output;
  reply: CommandReplyView;
  /** The result in the past tense: `paused`. */
  done: string;
  /** Whether the command hangs open calls up. */
  isHungUp?: boolean;
}): void {
  const { campaign, changed, finishing, next } = reply;
  output.document(reply);
  tellNotices({ notices: campaign.notices, output });
  const was = changed ? done : `already ${stateText(campaign)}`;
  const position = next?.row ?? next?.position;
  const details = [
    finishing > 0 ? endOfCalls({ calls: finishing, isHungUp }) : '',
    position === undefined || position === null ? '' : `next is row ${position}`,
  ].filter((text) => text !== '');
  output.result(`${campaign.name}: ${was}${details.length > 0 ? `; ${details.join(', ')}` : ''}`);
}

/** `3 open calls will finish`: how open calls end after a command. */
export function endOfCalls({ calls, isHungUp }: { calls: number; isHungUp: boolean }): string {
  return `${counted(calls, 'open call')} will ${isHungUp ? 'be hung up' : 'finish'}`;
}
