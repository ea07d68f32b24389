import type { Store } from '../contract/store.ts';
import { only } from '../common/only.ts';
import type { Collections } from './documents/collections.ts';
import { createReadHead } from './campaigns/campaign-heads.ts';
import type { OpenSessions } from './connection/open-sessions.ts';
import type { Transactions } from './connection/transactions.ts';
import { createAttempts } from './attempts/attempts.ts';
import { createContacts } from './contacts/contacts.ts';
import { createDue } from './contacts/due.ts';
import { createDueContacts } from './contacts/due-contacts.ts';
import { createEnrollments, createReadByPosition } from './contacts/enrollments.ts';
import { createImports } from './contacts/imports.ts';
import { createNameSearch } from './contacts/name-search.ts';
import { createResults } from './contacts/results.ts';
import { createTallies } from './contacts/tallies.ts';
import { createBreakers } from './attempts/breakers.ts';
import { createCampaigns } from './campaigns/campaigns.ts';
import { createClientLog } from './clients/client-log.ts';
import type { ClientLog } from './clients/client-log.ts';
import { createCounters, createRevision } from './documents/counters.ts';
import { createErasure } from './erasure/erasure.ts';
import { createEvents } from './campaigns/events.ts';
import { createFigures } from './campaigns/figures.ts';
import { createIncarnations } from './incarnations.ts';
import { createInbox } from './turn/inbox.ts';
import { createLimits } from './attempts/limits.ts';
import { createSettings } from './clients/settings.ts';
import { createOptOuts } from './persons/opt-outs.ts';
import { createOwned } from './campaigns/owned.ts';
import { createOwnership } from './campaigns/ownership.ts';
import { createPublications } from './campaigns/publications.ts';
import { createRemovals } from './campaigns/removals.ts';
import { createRetention } from './retention/retention.ts';
import { createRequests } from './clients/requests.ts';
import { requestVerbs } from '../contract/clients/requests.ts';
import { consentVerbs } from '../contract/persons/consents.ts';
import { suppressionVerbs } from '../contract/persons/suppressions.ts';
import { costVerbs } from '../contract/cost/rates.ts';
import { senderVerbs } from '../contract/senders/senders.ts';
import { createSuppressionReads } from './persons/suppression-reads.ts';
import { createSuppressions } from './persons/suppressions.ts';
import { createConsents } from './persons/consents.ts';
import { createChunks } from './turn/chunks.ts';
import { createPersonFinder } from './persons/person-finder.ts';
import { createPersons } from './persons/persons.ts';
import { createReach } from './persons/reach.ts';
import { createTurns } from './turn/turns.ts';
import { createAlerts } from './queues/alerts.ts';
import { createDeliveries } from './queues/deliveries.ts';
import { createWebhooks } from './queues/webhooks.ts';
import { createMessages } from './attempts/messages.ts';
import { createReviews } from './queues/reviews.ts';
import { createCost } from './cost/cost.ts';
import { createAttendance } from './attempts/attendance.ts';
import { createSenders } from './senders/senders.ts';
import { createSessions } from './clients/sessions.ts';
import { createTasks } from './queues/tasks.ts';

/** The verbs of parts that have others for turns too. */
const wholeParts = [
  ...senderVerbs,
  ...costVerbs,
  ...requestVerbs,
  ...suppressionVerbs,
  ...consentVerbs,
] as const;

/** The verbs of the store, except those that concern its connection. */
export type Verbs = Omit<
  Store,
  'describe' | 'schemaVersion' | 'batchBudget' | 'health' | 'backUp' | 'close' | 'readClock'
>;

/** Combines the parts of the store. */
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
  const suppressionReads = createSuppressionReads(collections);
  const optOuts = createOptOuts({ reads: suppressionReads, persons });
  const suppressions = createSuppressions({
    collections,
    clientLog,
    optOuts,
    persons,
    reads: suppressionReads,
    requests,
    transactions,
  });
  const consents = createConsents({ collections, clientLog, persons, requests });
  const reach = createReach({ collections, readHead, suppressions, consents });
  const findPersons = createPersonFinder({ collections, ...only(persons, 'readSurvivors'), nextNumber });
  const chunks = createChunks({ collections, findPersons, suppressions, nextNumber });
  const events = createEvents(collections);
  const breakers = createBreakers(collections);
  const figures = createFigures({ collections, readHead });
  const inbox = createInbox({ collections, nextNumber });
  const readByPosition = createReadByPosition(collections);
  const reads = { collections, readHead, readByPosition, suppressions, consents, persons };
  const parts = {
    collections,
    transactions,
    readHead,
    nextNumber,
    raiseRevision: createRevision(collections),
    requests,
    clientLog,
    suppressions,
    events,
  };
  const senders = createSenders(parts);
  const cost = createCost(parts);
  const inTurns = { breakers, chunks, figures, inbox, persons, reach, senders, cost };
  return {
    ...createCampaigns(parts),
    ...createRemovals(parts),
    ...createOwnership({ collections, openSessions, readdress: inbox.readdress }),
    ...createOwned({ collections, persons }),
    ...createPublications(collections),
    ...createTurns({ ...parts, ...inTurns }),
    ...readsOfCampaigns(reads),
    ...createSettings(parts),
    ...createLimits(parts),
    ...besideCampaigns({ collections, transactions, clientLog }),
    ...createErasure({ ...parts, suppressionReads }),
    ...createRetention({ ...parts, suppressionReads }),
    ...only({ ...persons, ...reach }, 'readPersons', 'findPerson', 'readReach'),
    ...only({ ...breakers, ...events }, 'readBreakers', 'listBreakers', 'readEvents', 'readLogChunks'),
    ...only(clientLog, 'readClientLog', 'readClientLogChunks', 'readLastClientSeq'),
    ...only(figures, 'readSeries', 'readTransitionCounts'),
    ...only(inbox, 'putInbox', 'readInbox', 'listInboxes', 'readNews', 'dropNews', 'listEndedNews'),
    ...only({ ...senders, ...cost, ...requests, ...suppressions, ...consents }, ...wholeParts),
  };
}

/** Combines the verbs that read the contacts and attempts of campaigns. */
function readsOfCampaigns(
  reads: Parameters<typeof createDue>[0] &
    Parameters<typeof createDueContacts>[0] &
    Parameters<typeof createTallies>[0] &
    Parameters<typeof createEnrollments>[0] &
    Parameters<typeof createContacts>[0] &
    Parameters<typeof createNameSearch>[0] &
    Parameters<typeof createAttempts>[0] &
    Parameters<typeof createImports>[0] &
    Parameters<typeof createResults>[0],
) {
  return {
    ...createDue(reads),
    ...createDueContacts(reads),
    ...createTallies(reads),
    ...createEnrollments(reads),
    ...createContacts(reads),
    ...createNameSearch(reads),
    ...createAttempts(reads),
    ...createImports(reads),
    ...createResults(reads),
  };
}

/** Combines the verbs of collections that no other part of the store uses. */
function besideCampaigns({
  collections,
  transactions,
  clientLog,
}: {
  collections: Collections;
  transactions: Transactions;
  clientLog: ClientLog;
}) {
  return {
    ...only(createAttendance(collections), 'readAttendance', 'dropAttendance'),
    ...createAlerts({ collections, transactions }),
    ...createSessions(collections),
    ...createDeliveries(collections),
    ...createWebhooks({ collections, transactions, clientLog }),
    ...createMessages(collections),
    ...createReviews(collections),
    ...createTasks(collections),
    ...createIncarnations(collections),
  };
}
