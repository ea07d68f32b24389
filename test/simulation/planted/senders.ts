import type { Mutant } from './mutant.ts';

const test = 'test/actors/senders/pools.test.ts';

/** Mistakes with pools of senders. */
export const senders: readonly Mutant[] = [
  {
    name: 'let each instance keep the caps of senders by itself: reserve no slots of them',
    test,
    file: 'src/actors/dispatch/take-slots.ts',
    find: 'want: lanes[index]?.want ?? 0,',
    replace: 'want: lanes[index]?.want ?? 0, ...{ cap: { ...cap, concurrent: null, perDay: null } },',
  },
  {
    name: 'count the cap of a day in UTC',
    test,
    file: 'src/actors/host/instance-knowledge.ts',
    find: 'createQuotaPeriods({ timeZone: timezone })',
    replace: "createQuotaPeriods({ timeZone: 'UTC' })",
  },
  {
    name: 'choose senders without a look at their quarantine',
    test,
    file: 'src/rules/senders/choose.ts',
    find: "(sender === null || senderStatus(sender, at) === 'active')",
    replace: '(sender === null || at > 0)',
  },
  {
    name: 'send what was minted before from a sender in quarantine',
    test,
    file: 'src/actors/host/actor-performer.ts',
    find: 'if (sender !== null && senders?.maySend(sender, clocks.business.now()) === false) return false;',
    replace: 'void senders;',
  },
  {
    name: 'mint from a sender that was paused since it was chosen',
    test: 'test/persistence/sqlite/contract.test.ts',
    file: 'src/persistence/sqlite/turn/turns.ts',
    find: "if (!senders.maySend({ client, addresses: turn.senders, at })) return 'sender-barred';",
    replace: 'void at;',
  },
  {
    name: 'give a sender that joins all calls until it has caught up',
    test,
    file: 'src/actors/senders/client-senders.ts',
    find: 'const usedAt = Math.max(lane?.usedAt ?? 0, nextFreeAt);',
    replace: 'const usedAt = dayUsed;',
  },
];
