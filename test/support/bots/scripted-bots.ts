import type { BotLine, WarmOutcome } from '../../../src/domain/bot/bot-line.ts';
import type { Clock } from '../../../src/platform/clock.ts';

/** How bots behave from now on. */
export type BotBehaviour = {
  warmMs: number;
  warm: 'ready' | 'fail';
};

export type ScriptedBots = {
  line: BotLine;
  behaviour: BotBehaviour;
  /** The attempts for which a bot was asked, in order; a repeated request is in it again. */
  warmed: readonly string[];
  released: readonly string[];
  /** The attempts whose bot was ready. */
  ready: ReadonlySet<string>;
};

/** Bots whose requests take virtual time. `clockOf`: the clock of the service that asks them. */
export function createScriptedBots(clockOf: () => Clock): ScriptedBots {
  const behaviour: BotBehaviour = { warmMs: 500, warm: 'ready' };
  const warmed: string[] = [];
  const released: string[] = [];
  const ready = new Set<string>();
  const wait = (ms: number): Promise<void> => {
    const clock = clockOf();
    return new Promise((resolve) => void clock.at(clock.now() + ms, resolve));
  };
  return {
    behaviour,
    warmed,
    released,
    ready,
    line: {
      async warm({ attempt }): Promise<WarmOutcome> {
        warmed.push(attempt);
        const { warm, warmMs } = behaviour;
        await wait(warmMs);
        if (warm === 'fail') return { kind: 'failed', detail: 'no bot is free' };
        ready.add(attempt);
        return { kind: 'ready', token: `token-of-${attempt}` };
      },
      release({ attempt }) {
        released.push(attempt);
        return Promise.resolve();
      },
      streamOf: () => Promise.resolve('wss://bots.example.com/stream'),
    },
  };
}
