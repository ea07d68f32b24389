import type { BotLine } from '../../../src/domain/bot/bot-line.ts';

/** The bots of an installation whose clients have none. */
export const noBots: BotLine = {
  warm: () => Promise.resolve({ kind: 'failed', detail: 'there are no bots' }),
  release: () => Promise.resolve(),
  streamOf: () => Promise.resolve(null),
};
