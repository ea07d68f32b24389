import type { BotLine } from '../../../domain/bot/bot-line.ts';
import { reservedPool } from '../../../domain/bot/bot-pool.ts';
import { toSeconds } from '../../../domain/time/duration.ts';
import type { Channel } from '../../contract.ts';
import { isVoiceStep } from '../step.ts';
import { botPoolOf, readyFacts } from './bot-facts.ts';

/** How long a call may wait for a slot after its bot is ready, and for its first document after the answer. */
const marginSeconds = 90;

/** Gets the bot of a call ready before the call is made, and lets it go after the end. */
export function createBotPreparation(bots: BotLine): Required<Pick<Channel, 'prepare' | 'release'>> {
  return {
    async prepare({ touch: { attempt, campaign, client, step, variables } }) {
      const pool = isVoiceStep(step) ? botPoolOf(step) : null;
      if (!isVoiceStep(step) || pool === null) return { kind: 'prepared' };
      const holdSeconds = toSeconds(step.ringTimeout) + marginSeconds;
      const outcome = await bots.warm({ client, pool, attempt, campaign, variables, holdSeconds });
      return outcome.kind === 'ready'
        ? { kind: 'prepared', facts: readyFacts(outcome.token) }
        : { kind: 'unprepared', detail: outcome.detail };
    },
    async release({ client, attempt: { id, details } }) {
      const pool = reservedPool(details);
      if (pool !== null) await bots.release({ client, pool, attempt: id });
    },
  };
}
