import type { Store } from '../contract/store.ts';
import { only } from '../only.ts';
import type { Collections } from './connection/collections.ts';
import { createReadHead } from './connection/keys.ts';
import type { OpenSessions } from './connection/open-sessions.ts';
import type { Transactions } from './connection/transactions.ts';
import { createAttempts } from './reads/attempts.ts';
import { createContacts } from './reads/contacts.ts';
import { createDue } from './reads/due.ts';
import { createEnrollments, createReadByPosition } from './reads/enrollments.ts';
import { createImports } from './reads/imports.ts';
import { createNameSearch } from './reads/name-search.ts';
import { createResults } from './reads/results.ts';
import { createTallies } from './reads/tallies.ts';
import { createBreakers } from './tables/breakers.ts';
import { createCampaigns } from './tables/campaigns.ts';
import { createClientLog } from './tables/client-log.ts';
import { createClients } from './tables/clients.ts';
import { createCounters } from './tables/counters.ts';
import { createEvents } from './tables/events.ts';
import { createFigures } from './tables/figures.ts';
import { createInbox } from './tables/inbox.ts';
import { createLimits } from './limits/limits.ts';
import { createOptOuts } from './tables/opt-outs.ts';
import { createOwnership } from './tables/ownership.ts';
import { createRemovals } from './tables/removals.ts';
import { createRequests } from './tables/requests.ts';
import { createStops } from './tables/stops.ts';
import { createSuppressions } from './tables/suppressions.ts';
import { createChunks } from './turn/chunks.ts';
import { createPersonFinder } from './turn/person-finder.ts';
import { createPersons } from './turn/persons.ts';
import { createReach } from './turn/reach.ts';
import { createTurns } from './turn/turns.ts';
import { createDeliveries } from './work/deliveries.ts';
import { createMessages } from './work/messages.ts';
import { createReviews } from './work/reviews.ts';
import { createSessions } from './work/sessions.ts';
import { createTasks } from './work/tasks.ts';

/** What a store does, without what concerns its connection. */
export type Verbs = Omit<Store, 'describe' | 'schemaVersion' | 'batchBudget' | 'health' | 'close'>;

/** Puts the parts of the store together. */
export function createVerbs({
  collections,
  transactions,
  openSessions,
}: {
  collections: Collections;
  transactions: Transactions;
  openSessions: OpenSessions;
}): Verbs {
  const readHead = createReadHead(collections);
  const nextNumber = createCounters(collections);
  const requests = createRequests({ collections, transactions });
  const clientLog = createClientLog(collections);
  const persons = createPersons(collections);
  const optOuts = createOptOuts({ collections, persons });
  const suppressions = createSuppressions({ collections, clientLog, optOuts, persons, requests });
  const reach = createReach({ collections, readHead, suppressions });
  const { readSurvivors } = persons;
  const findPersons = createPersonFinder({ collections, readSurvivors, nextNumber });
  const chunks = createChunks({ collections, findPersons, suppressions, nextNumber });
  const events = createEvents({ collections, readHead });
  const breakers = createBreakers(collections);
  const figures = createFigures({ collections, readHead });
  const inbox = createInbox({ collections, nextNumber });
  const readByPosition = createReadByPosition(collections);
  const reads = { collections, readHead, readByPosition, suppressions };
  const parts = {
    collections,
    transactions,
    readHead,
    nextNumber,
    requests,
    clientLog,
    suppressions,
    events,
  };
  return {
    ...createCampaigns(parts),
    ...createRemovals(parts),
    ...createOwnership({ collections, openSessions }),
    ...createTurns({ ...parts, breakers, chunks, figures, inbox, persons, reach }),
    ...createDue(reads),
    ...createTallies(reads),
    ...createEnrollments(reads),
    ...createContacts(reads),
    ...createNameSearch(reads),
    ...createAttempts(reads),
    ...createImports(reads),
    ...createResults(reads),
    ...createStops(parts),
    ...createClients(parts),
    ...createLimits(parts),
    ...createSessions(collections),
    ...createDeliveries(collections),
    ...createMessages(collections),
    ...createReviews(collections),
    ...createTasks(collections),
    ...only(persons, 'readPersons'),
    ...only(reach, 'readReach'),
    ...only(breakers, 'readBreakers', 'listBreakers'),
    ...only(clientLog, 'readClientLog', 'readClientLogChunks', 'readLastClientSeq'),
    ...only(figures, 'readSeries', 'readTransitionCounts'),
    ...only(events, 'readEvents', 'readLogChunks'),
    ...only(inbox, 'putInbox', 'readInbox', 'listInboxes'),
    ...only(requests, 'readRequest', 'putReply', 'removeRequest', 'dropRequests'),
    ...only(suppressions, 'putSuppression', 'removeSuppression', 'listSuppressions'),
  };
}
