import type { DeliveryStore } from '../contract/queues/deliveries.ts';
import type { MessageStore } from '../contract/attempts/messages.ts';
import type { ReviewStore } from '../contract/queues/reviews.ts';
import type { SessionStore } from '../contract/clients/sessions.ts';
import type { LimitStore } from '../contract/attempts/limits.ts';
import type { IncarnationStore } from '../contract/incarnations/incarnations.ts';
import type { PublicationStore } from '../contract/campaigns/publications.ts';
import type { TaskStore } from '../contract/queues/tasks.ts';
import type { Connection } from './connection/connection.ts';
import { createAttemptLists } from './attempts/attempt-lists.ts';
import { createAttempts } from './attempts/attempts.ts';
import { createPublications } from './campaigns/publications.ts';
import { createReadHead } from './campaigns/campaign-heads.ts';
import { createBreakers } from './attempts/breakers.ts';
import { createCampaigns } from './campaigns/campaigns.ts';
import type { LastBeats } from './campaigns/claims.ts';
import { createChunks } from './turn/chunks.ts';
import { createContactKeys } from './contacts/contact-keys.ts';
import { createClientLog } from './clients/client-log.ts';
import type { ClientLog } from './clients/client-log.ts';
import { createDue } from './contacts/due.ts';
import { createEnrollments } from './contacts/enrollments.ts';
import { createErasure } from './erasure/erasure.ts';
import { createEvents } from './campaigns/events.ts';
import { createImports } from './contacts/imports.ts';
import { createInbox } from './turn/inbox.ts';
import { createIncarnations } from './incarnations.ts';
import { createLimits } from './attempts/limits.ts';
import { createNameSearch } from './contacts/name-search.ts';
import { createOpenAttempts } from './attempts/open-attempts.ts';
import { createOwned } from './campaigns/owned.ts';
import { createOwnership } from './campaigns/ownership.ts';
import { createConsents } from './persons/consents.ts';
import { createContacts } from './contacts/contacts.ts';
import { createOptOuts } from './persons/opt-outs.ts';
import { createPersons } from './persons/persons.ts';
import { createContactReach } from './persons/reach.ts';
import { createRemovals } from './campaigns/removals.ts';
import { createRetention } from './retention/retention.ts';
import { createRequests } from './clients/requests.ts';
import { requestVerbs } from '../contract/clients/requests.ts';
import { consentVerbs } from '../contract/persons/consents.ts';
import { suppressionVerbs } from '../contract/persons/suppressions.ts';
import { costVerbs } from '../contract/cost/rates.ts';
import { senderVerbs } from '../contract/senders/senders.ts';
import type { AttendanceStore } from '../contract/attempts/attendance.ts';
import type { AlertStore } from '../contract/alerts.ts';
import type { WebhookStore } from '../contract/queues/webhooks.ts';
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
import { createSeries } from './campaigns/series.ts';
import { createSettings } from './clients/settings.ts';
import { createSuppressionReads } from './persons/suppression-reads.ts';
import { createSuppressions } from './persons/suppressions.ts';
import { createTransitionCounts } from './campaigns/transition-counts.ts';
import { createTurns } from './turn/turns.ts';
import { only } from '../common/only.ts';
import type { Plain, SyncStore } from './sync-store.ts';

/** The verbs of parts that have others for turns too. */
const wholeParts = [
  ...senderVerbs,
  ...costVerbs,
  ...requestVerbs,
  ...suppressionVerbs,
  ...consentVerbs,
] as const;

/** Creates every verb of the store on an open connection, except those without a promise. */
export function createVerbs({
  connection,
  check,
  lastBeats,
}: {
  connection: Connection;
  check: SyncStore['health'];
  lastBeats: LastBeats;
}): Omit<SyncStore, Plain> {
  const readHead = createReadHead(connection);
  const requests = createRequests({ connection });
  const persons = createPersons({ connection });
  const clientLog = createClientLog({ connection });
  const reads = createSuppressionReads(connection);
  const optOuts = createOptOuts({ connection, persons, reads });
  const suppressions = createSuppressions({ connection, clientLog, optOuts, reads, requests });
  const consents = createConsents({ connection, clientLog, requests });
  const reach = createContactReach({ connection, readHead, suppressions, consents });
  const chunks = createChunks({ connection, persons, suppressions });
  const events = createEvents({ connection });
  const inbox = createInbox({ connection });
  const series = createSeries({ connection, readHead });
  const transitionCounts = createTransitionCounts({ connection, readHead });
  const breakers = createBreakers(connection);
  const openAttempts = createOpenAttempts({ connection });
  const senders = createSenders({ connection, clientLog, requests, readHead });
  const cost = createCost({ connection, clientLog, requests });
  const inTurns = { breakers, chunks, reach, events, inbox, persons, requests, senders, cost };
  const verbs = {
    health: check,
    close: connection.close,
    readClock: () => null,
    ...createCampaigns({ connection, events, requests }),
    ...createRemovals({ connection, clientLog, requests }),
    ...createOwnership({ connection, lastBeats }),
    ...createTurns({ connection, readHead, ...inTurns, suppressions, transitionCounts, series }),
    ...createDue({ connection, readHead, persons, suppressions, consents }),
    ...createEnrollments({ connection, readHead }),
    ...createContacts({ connection, readHead }),
    ...createNameSearch({ connection, readHead }),
    ...createContactKeys({ connection, readHead }),
    ...only({ ...persons, ...reach }, 'readPersons', 'findPerson', 'readReach'),
    ...createAttempts({ connection, readHead, openAttempts }),
    ...createAttemptLists({ connection, readHead, openAttempts }),
    ...createImports({ connection, readHead, suppressions }),
    ...createSettings({ connection, clientLog, requests }),
    ...createErasure({ connection, readHead, reads, suppressions, clientLog }),
    ...createRetention({ connection, reads, suppressions, events, clientLog }),
    ...only({ ...breakers, ...events }, 'readBreakers', 'listBreakers', 'readEvents', 'readLogChunks'),
    ...besideCampaigns({ connection, clientLog }),
    ...only(clientLog, 'readClientLog', 'readClientLogChunks', 'readLastClientSeq'),
    ...only(inbox, 'putInbox', 'readInbox', 'listInboxes', 'readNews', 'dropNews', 'listEndedNews'),
    ...only({ ...series, ...transitionCounts }, 'readSeries', 'readTransitionCounts'),
    ...only({ ...senders, ...cost, ...requests, ...suppressions, ...consents }, ...wholeParts),
  };
  return { ...verbs, ...createOwned({ connection, reads: verbs }) };
}

/** Creates the verbs of tables that no other part of the store uses. */
function besideCampaigns(input: {
  connection: Connection;
  clientLog: ClientLog;
}): Pick<
  SyncStore,
  | keyof AlertStore
  | keyof AttendanceStore
  | keyof SessionStore
  | keyof DeliveryStore
  | keyof MessageStore
  | keyof ReviewStore
  | keyof TaskStore
  | keyof LimitStore
  | keyof IncarnationStore
  | keyof PublicationStore
  | keyof WebhookStore
> {
  const { addDeliveries, ...deliveries } = createDeliveries(input);
  return {
    ...only(createAttendance(input.connection), 'readAttendance', 'dropAttendance'),
    ...createAlerts({ ...input, add: addDeliveries }),
    ...createWebhooks({ ...input, add: addDeliveries }),
    ...createSessions(input),
    ...deliveries,
    ...createMessages(input),
    ...createReviews(input),
    ...createTasks(input),
    ...createLimits(input),
    ...createIncarnations(input),
    ...createPublications(input),
  };
}
