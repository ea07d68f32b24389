import type { Mutant } from './mutant.ts';

/** Mistakes with transactions of MongoDB. */
export const mongodb: readonly Mutant[] = [
  {
    name: 'MongoDB: read the epoch before the transaction of a turn, and write nothing for it in there',
    test: 'test/persistence/mongodb/interleavings.servers.test.ts',
    file: 'src/persistence/mongodb/turn/turns.ts',
    find: '{ projection: { number: 1, lastAttempt: 1, lastHash: 1, owner: 1 }, session },',
    replace: '{ projection: { number: 1, lastAttempt: 1, lastHash: 1, owner: 1 } },',
  },
  {
    name: 'MongoDB: read the slots of a campaign while a reservation of the owner before is under way',
    test: 'test/persistence/mongodb/interleavings.servers.test.ts',
    file: 'src/persistence/mongodb/campaigns/owned.ts',
    find: 'await endEarlierCalls(collections, owners);',
    replace: '',
  },
  {
    name: 'MongoDB: let turns only read the emergency stops',
    test: 'test/persistence/mongodb/interleavings.servers.test.ts',
    file: 'src/persistence/mongodb/clients/stops.ts',
    find: 'await meetTurnsUnderWay(stop.client);',
    replace: 'void meetTurnsUnderWay;',
  },
  {
    name: 'MongoDB: let turns only read the suppressions',
    test: 'test/persistence/mongodb/interleavings.servers.test.ts',
    file: 'src/persistence/mongodb/persons/suppressions.ts',
    find: 'await persons.meetTurnsUnderWay([suppression.address]);',
    replace: 'void persons.meetTurnsUnderWay;',
  },
  {
    name: 'MongoDB: run each change of shared limits in a transaction of its own',
    test: 'test/persistence/mongodb/shared-limits.servers.test.ts',
    file: 'src/persistence/mongodb/attempts/limits.ts',
    find: 'most: mostAtOnce,',
    replace: 'most: 1,',
  },
  {
    name: 'MongoDB: begin a group of changes of shared limits while another one runs',
    test: 'test/platform/sharing/groups.test.ts',
    file: 'src/platform/sharing/groups.ts',
    find: 'if (!isRunning) void runAll();',
    replace: 'void runAll();',
  },
  {
    name: 'MongoDB: store each event of the inbox with a write of its own',
    test: 'test/persistence/mongodb/inbox.servers.test.ts',
    file: 'src/persistence/mongodb/turn/put-together.ts',
    find: 'most: mostAtOnce, run: putAll',
    replace: 'most: 1, run: putAll',
  },
  {
    name: 'run a transaction again after a commit whose result is unknown',
    test: 'test/persistence/mongodb/broken-sockets.test.ts',
    file: 'src/persistence/mongodb/connection/transactions.ts',
    find: 'MongoErrorLabel.UnknownTransactionCommitResult',
    replace: 'MongoErrorLabel.TransientTransactionError',
  },
];
