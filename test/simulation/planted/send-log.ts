import type { Mutant } from './mutant.ts';

/** Mistakes with the send log: what a dead process may have sent. */
export const sendLog: readonly Mutant[] = [
  {
    name: 'write the send log after the byte',
    seed: 63,
    file: 'src/actors/sending/permits.ts',
    find: 'if (!sendLog.noteSending(attempt)) return false;',
    replace: 'system.at(system.now() + 30, () => void sendLog.noteSending(attempt));',
  },
  {
    name: 'write no send log',
    seed: 11,
    file: 'src/actors/sending/permits.ts',
    find: 'if (!sendLog.noteSending(attempt)) return false;',
    replace: '',
  },
  {
    name: 'trust the send log after a reboot',
    seed: 20,
    file: 'src/persistence/send-log/left-behind.ts',
    find: 'if (itsBoot !== boot)',
    replace: "if (itsBoot === '')",
  },
  {
    name: 'take a missing send log for an empty one: what it does not name was not sent',
    seed: 5,
    file: 'src/persistence/send-log/send-log.ts',
    find: 'if (!unsent.has(attempt)) return false;\n      refused.add(attempt);',
    replace: 'if (!unsent.has(attempt) && before.doubt === null) return false;',
  },
  {
    name: 'do not copy the send log at a restart: the next restart proves nothing',
    seed: 2,
    file: 'src/persistence/send-log/send-log.ts',
    find: 'new Set([...before.unsent].sort().slice(-maxKeptFromBefore))',
    replace: 'new Set<string>()',
  },
  {
    name: 'do not note minted attempts in the send log',
    seed: 2,
    file: 'src/actors/turn/turn.ts',
    find: 'sendLog.noteMinted(permittedIn(turn).map(({ id }) => id));',
    replace: '',
  },
  {
    name: 'read the send log of a process that is alive',
    test: 'test/persistence/send-log/claim-send-log.test.ts',
    file: 'src/persistence/send-log/claim-send-log.ts',
    find: "if (lock !== 'busy') return",
    replace: "if (lock === 'busy') return { path, release: () => undefined };\n    else return",
  },
];
