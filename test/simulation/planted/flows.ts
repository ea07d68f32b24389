import type { Mutant } from './mutant.ts';

const test = 'test/http/routes/call-flows.test.ts';
const facts = 'test/domain/facts.test.ts';

/** Mistakes with call flows, what digits set, and messages for answering machines. */
export const flows: readonly Mutant[] = [
  {
    name: 'continue at a wrong entry after the first document was lost on its way',
    test,
    file: 'src/channels/voice/plivo/callbacks/urls.ts',
    find: "return { wanted: { kind: 'goto', place: startOfFlow }, turn: 0 };",
    replace: "return { wanted: { kind: 'goto', place: { ...startOfFlow, index: 9 } }, turn: 0 };",
  },
  {
    name: 'put a call back off each time its digits are reported',
    test,
    file: 'src/domain/attempt/facts.ts',
    find: 'return Math.min(known, reported);',
    replace: 'return Math.max(known, reported);',
  },
  {
    name: 'keep the answer to the earlier of two questions',
    test: facts,
    file: 'src/domain/attempt/facts.ts',
    find: 'if (Number(turn) >= (latest.get(name)?.turn ?? 0))',
    replace: 'if (!latest.has(name))',
  },
  {
    name: 'send what a contact has pressed over the bus without it',
    test: facts,
    file: 'src/domain/attempt/impersonal-evidence.ts',
    find: ', facts: z.undefined().optional() };',
    replace: ' };',
  },
  {
    name: 'leave the message for machines to a person who has pressed a key',
    test,
    file: 'src/channels/voice/plivo/callbacks/answer.ts',
    find: 'callId === null || hasPressedKeys(details) || isMessageBegun(details)',
    replace: 'callId === null || isMessageBegun(details)',
  },
  {
    name: 'begin the message again if the machine is reported again',
    test,
    file: 'src/channels/voice/plivo/callbacks/answer.ts',
    find: 'callId === null || hasPressedKeys(details) || isMessageBegun(details)',
    replace: 'callId === null || hasPressedKeys(details)',
  },
  {
    name: 'let a late report of a machine replace a message that was left',
    test: 'test/machines/attempt-machine.test.ts',
    file: 'src/machines/attempt/attempt-updates.ts',
    find: '|| (known !== null && event.closer.includes(known))) return {};',
    replace: ') return {};',
  },
];
