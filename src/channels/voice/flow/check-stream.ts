import type { StepIssue } from '../../descriptor.ts';
import { mostHeaderBytes } from './entries.ts';
import type { FlowNode } from './entries.ts';
import { headersText } from './headers.ts';
import { allPlaces, pathOf } from './places.ts';
import type { Flow } from './places.ts';

type Stream = Extract<FlowNode, { stream: unknown }>['stream'];

/** The header of a stream with the token of a bot. */
export const tokenHeader = 'botToken';
/** What is left for the headers of a step beside the longest token. */
const mostBytesWithBot = mostHeaderBytes - 220;

/** The problems of a stream that its schema cannot express. */
export function streamIssues(
  { url, bot, unavailable, bidirectional, keepCallAlive, extraHeaders = {} }: Stream,
  path: (string | number)[],
): StepIssue[] {
  const issues: StepIssue[] = [];
  const add = (key: string | null, message: string, fix: string): void =>
    void issues.push({
      path: key === null ? path : [...path, key],
      message,
      fix,
      at: key === 'unavailable' ? 'key' : 'value',
    });
  if ((url === undefined) === (bot === undefined))
    add(null, 'must have either url or bot', 'write one of them');
  if (bot === undefined && unavailable !== undefined)
    add('unavailable', 'has no effect without bot', 'remove it');
  if (bot !== undefined && unavailable === undefined)
    add(
      null,
      'has no branch for a bot that does not take the call',
      'add unavailable with a branch that says who calls',
    );
  if (bot !== undefined && !(bidirectional && keepCallAlive))
    add(
      null,
      'must be bidirectional and keep the call alive for a bot',
      'remove bidirectional and keepCallAlive',
    );
  if (bot !== undefined && tokenHeader in extraHeaders)
    add('extraHeaders', `have ${tokenHeader}, which the program sets itself`, 'choose another name');
  const bytes = Buffer.byteLength(headersText(extraHeaders));
  const most = bot === undefined ? mostHeaderBytes : mostBytesWithBot;
  if (bytes > most) add('extraHeaders', `are ${bytes} bytes long: ${most} are possible here`, 'shorten them');
  return issues;
}

/** A call has one bot at most: Plivo has one stream per call (plivo.com/docs/voice/xml/audio-stream). */
export function secondBots(flow: Flow): StepIssue[] {
  const bots = allPlaces(flow).filter(({ entry }) => 'stream' in entry && entry.stream.bot !== undefined);
  return bots.slice(1).map(({ place }) => ({
    path: [...pathOf(place), 'stream', 'bot'],
    message: 'is a second stream to a bot: a call has one',
    fix: 'lead to the first one with goto, or remove it',
    at: 'value',
  }));
}
