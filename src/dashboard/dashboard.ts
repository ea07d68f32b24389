import type { Logger } from 'pino';
import type { Live } from '../live/index.ts';
import type { Clock } from '../platform/clock.ts';
import { createAssets } from './assets/serve-assets.ts';
import type { Dashboard } from './contract.ts';
import { createWriteDocument } from './layout/document.ts';
import type { DocumentFacts } from './layout/document.ts';
import { callPages } from './pages/calls/call.ts';
import { callsPages } from './pages/calls/calls.ts';
import { bundlePage } from './pages/campaign-bundle.ts';
import { campaignPages } from './pages/campaign.ts';
import { campaignsPage } from './pages/campaigns.ts';
import { clientPages } from './pages/operations/client.ts';
import { contactBulkPage } from './pages/contacts/bulk.ts';
import { contactPages } from './pages/contacts/contact.ts';
import { contactsPage } from './pages/contacts/contacts.ts';
import { contactFindPage } from './pages/contacts/find.ts';
import { doNotContactPages } from './pages/operations/do-not-contact.ts';
import { createErrorPage } from './pages/error-page.ts';
import { instancesPage } from './pages/operations/instances.ts';
import { apiDocsPage } from './pages/operations/api-docs.ts';
import { jsonPage } from './pages/json-page.ts';
import { limitsPage } from './pages/operations/limits.ts';
import { machinePages } from './pages/machines/machines.ts';
import { editCampaignPages } from './pages/preparation/edit-campaign.ts';
import { newCampaignPages } from './pages/preparation/new-campaign.ts';
import { nowPages } from './pages/now.ts';
import { preparePages } from './pages/preparation/prepare.ts';
import { proofPage } from './pages/operations/proof.ts';
import { rehearsalPages } from './pages/preparation/rehearsal.ts';
import { settingsPages } from './pages/operations/settings.ts';
import { signInPages } from './pages/sign-in.ts';
import { webhookPages } from './pages/operations/webhooks.ts';
import { uploadPages } from './pages/preparation/uploads.ts';
import { allRegions } from './regions/index.ts';
import { createRegionHub } from './stream/region-hub.ts';
import { helpPages } from './help/help-pages.ts';
import { streamPage } from './stream/stream-page.ts';

export type DashboardInput = {
  live: Pick<Live, 'subscribe'>;
  facts: DocumentFacts;
  system: Clock;
  /** The clock of campaigns. */
  business: Clock;
  log: Logger;
};

/**
 * Creates the pages for browsers. They show what the HTTP API answers, and send commands through it, with the rights
 * of the viewer.
 */
export function createDashboard({ live, facts, system, business, log }: DashboardInput): Dashboard {
  const assets = createAssets();
  const write = createWriteDocument({ facts, assets: assets.addressOf, business });
  const hub = createRegionHub({ regions: allRegions, live, system, log });
  return {
    pages: [
      ...nowPages({ write }),
      ...callsPages({ write }),
      ...callPages({ write }),
      campaignsPage({ write }),
      ...newCampaignPages({ write }),
      ...editCampaignPages({ write }),
      ...preparePages({ write }),
      ...rehearsalPages({ write }),
      ...uploadPages(),
      ...campaignPages({ write }),
      bundlePage(),
      contactsPage({ write }),
      contactFindPage({ write }),
      contactBulkPage({ write }),
      ...contactPages({ write }),
      ...clientPages({ write }),
      ...doNotContactPages({ write }),
      ...helpPages({ write }),
      instancesPage({ write }),
      limitsPage({ write }),
      proofPage({ write }),
      ...webhookPages({ write }),
      ...settingsPages({ write }),
      ...signInPages({ write }),
      ...machinePages({ write }),
      apiDocsPage(),
      jsonPage(),
      streamPage({ hub, system, business }),
      assets.page,
    ],
    errorPage: createErrorPage({ write }),
  };
}
