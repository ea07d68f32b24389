import type { Mutant } from './mutant.ts';

const campaign = 'test/bots/campaign-with-bots.test.ts';
const instances = 'test/bots/bots-of-instances.test.ts';
const abandonment = 'test/bots/abandonment.test.ts';

/** Mistakes with bots that are reserved and get ready before their calls, and with calls that nobody takes. */
export const bots: readonly Mutant[] = [
  {
    name: 'call before the bot is ready',
    test: campaign,
    file: 'src/actors/dispatch/send-prepared.ts',
    find: 'else if (input.preparing.isReady(attempt.id) && isFree(input, attempt)) ready.push(attempt);',
    replace: 'else if (isFree(input, attempt)) ready.push(attempt);',
  },
  {
    name: 'issue the permit with the mint, before a bot was asked for',
    test: campaign,
    file: 'src/channels/voice/descriptor.ts',
    find: 'prepares: (step) => botPoolOf(step) !== null,',
    replace: 'prepares: (step) => botPoolOf(step) === "",',
  },
  {
    name: 'keep the bot of a call without an answer',
    test: campaign,
    file: 'src/actors/turn/slots.ts',
    find: 'for (const attempt of closed) {',
    replace: 'for (const attempt of closed.filter(({ reachedAt }) => reachedAt !== null)) {',
  },
  {
    name: 'keep the bots of calls that were made',
    test: campaign,
    file: 'src/actors/sending/limits.ts',
    find: "return permitUntil === null ? 'preparation' : 'both';",
    replace: "return permitUntil === null ? 'preparation' : 'send';",
  },
  {
    name: 'reserve no bots, so that instances use more of them than the pool has',
    test: instances,
    file: 'src/actors/dispatch/dispatch.ts',
    find: "return isLimited ? takeSlots(input, [lane], 'preparation') : withoutSlots();",
    replace: 'return isLimited || lane.want > 0 ? withoutSlots() : withoutSlots();',
  },
  {
    name: 'take a stream that no bot has accepted for a conversation',
    test: campaign,
    file: 'src/channels/voice/bots/bot-facts.ts',
    find: '(wasDropped ? triedMs : earlyMs)',
    replace: '(wasDropped ? -triedMs : -earlyMs)',
  },
  {
    name: 'count a failed warm-up as a fault of the provider',
    test: campaign,
    file: 'src/actors/decide/performed.ts',
    find: 'const key = kit.channels.preparerOf({ client: set.record.client, channel, facts });',
    replace: 'const key = kit.channels.breakerOf(facts ? channel : channel);',
  },
  {
    name: 'go on calling although too many calls were abandoned',
    test: abandonment,
    file: 'src/actors/dispatch/held-steps.ts',
    find: 'return judgeAbandonment(counts, abandonmentPolicyOf(client)).isOver;',
    replace: 'return judgeAbandonment(counts, { ...abandonmentPolicyOf(client), cap: 1 }).isOver;',
  },
  {
    name: 'count a transfer that no agent takes as attended',
    test: abandonment,
    file: 'src/channels/voice/bots/bot-facts.ts',
    find: "return wasAlone && !wasTaken ? 'abandoned' : 'attended';",
    replace: "return isBotAbsent({ details }) && !wasTaken ? 'abandoned' : 'attended';",
  },
];
