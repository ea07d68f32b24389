import type { RouteDeps } from '../deps.ts';
import type { Route } from '../route.ts';
import { backupRoutes } from './backup.ts';
import { bundleRoutes } from './bundle.ts';
import { callBackRoutes } from './call-backs.ts';
import { callRoutes } from './calls.ts';
import { callTransferRoutes } from './call-transfer.ts';
import { campaignAnswerRoutes } from './campaign-answers.ts';
import { campaignCommandRoutes } from './campaign-commands.ts';
import { campaignSeriesRoutes } from './campaign-series.ts';
import { callingRuleRoutes } from './calling-rules.ts';
import { campaignRoutes } from './campaigns.ts';
import { clientLogRoutes } from './client-log.ts';
import { clientRoutes } from './clients.ts';
import { consentRoutes } from './consents.ts';
import { contactBulkRoutes } from './contact-bulk.ts';
import { contactRoutes } from './contacts.ts';
import { emergencyStopRoutes } from './emergency-stops.ts';
import { erasureRoutes } from './erasures.ts';
import { evidenceRoutes } from './evidence.ts';
import { importRoutes } from './imports.ts';
import { inspectRoutes } from './inspect.ts';
import { instanceRoutes } from './instances.ts';
import { limitRoutes } from './limits.ts';
import { machineRoutes } from './machines.ts';
import { mailboxRoutes } from './mailboxes.ts';
import { olderRoutes } from './older-shapes.ts';
import { preparationRoutes } from './preparation.ts';
import { proofRoutes } from './proof.ts';
import { rateRoutes } from './rates.ts';
import { recordingRoutes } from './recordings.ts';
import { rehearsalRoutes } from './rehearsal.ts';
import { retentionRoutes } from './retention.ts';
import { botRoutes } from './bots.ts';
import { senderRoutes } from './senders.ts';
import { serviceRoutes } from './service.ts';
import { streamRoutes } from './streams.ts';
import { suppressionListRoutes } from './suppression-lists.ts';
import { suppressionRoutes } from './suppressions.ts';
import { webhookDeliveryRoutes } from './webhook-deliveries.ts';
import { webhookRoutes } from './webhooks.ts';
import { whatIfRoutes } from './what-if.ts';

/** Returns every route that requires a key. */
export function keyedRoutes(deps: RouteDeps): Route[] {
  return [
    ...campaignRoutes(deps),
    ...campaignCommandRoutes(deps),
    ...importRoutes(deps),
    ...contactRoutes(deps),
    ...callBackRoutes(deps),
    ...contactBulkRoutes(deps),
    ...evidenceRoutes(deps),
    ...campaignAnswerRoutes(deps),
    ...bundleRoutes(deps),
    ...campaignSeriesRoutes(deps),
    ...whatIfRoutes(deps),
    ...preparationRoutes(deps),
    ...rehearsalRoutes(deps),
    ...callRoutes(deps),
    ...recordingRoutes(deps),
    ...callTransferRoutes(deps),
    ...olderRoutes(deps),
    ...callingRuleRoutes(deps),
    ...consentRoutes(deps),
    ...suppressionRoutes(deps),
    ...suppressionListRoutes(deps),
    ...emergencyStopRoutes(deps),
    ...clientRoutes(deps),
    ...senderRoutes(deps),
    ...botRoutes(deps),
    ...rateRoutes(deps),
    ...mailboxRoutes(deps),
    ...webhookRoutes(deps),
    ...webhookDeliveryRoutes(deps),
    ...clientLogRoutes(deps),
    ...streamRoutes(deps),
    ...instanceRoutes(deps),
    ...limitRoutes(deps),
    ...machineRoutes(deps),
    ...inspectRoutes(deps),
    ...proofRoutes(deps),
    ...serviceRoutes(deps),
    ...backupRoutes(deps),
    ...erasureRoutes(deps),
    ...retentionRoutes(deps),
  ];
}
