import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { verifyClientLog } from '../../queries/log/client-log.ts';
import { verifyLog } from '../../queries/log/verify-log.ts';
import type { LogVerification } from '../../queries/log/verify-log.ts';

/** The result of a check of the logs of a copy. `differences`: logs that differ from the source, as sentences. */
export type CopyVerification = { campaigns: readonly LogVerification[]; differences: readonly string[] };

/**
 * Verifies the logs of all campaigns and clients of a copy. A log that is broken in the source, too, is no difference.
 */
export async function verifyCopy({
  source,
  copy,
  clients,
}: {
  source: Store;
  copy: Store;
  /** The names of the clients that have a log. */
  clients: readonly string[];
}): Promise<CopyVerification> {
  const campaigns: LogVerification[] = [];
  const differences: string[] = [];
  for await (const record of allCampaigns(copy)) {
    const found = await verifyLog({ store: copy, record });
    campaigns.push(found);
    const original = found.ok ? null : await source.readCampaign(record.id);
    if (original && (await verifyLog({ store: source, record: original })).ok)
      differences.push(`the log of ${record.name} (${record.client})`);
  }
  for (const client of clients) {
    const [found, original] = await Promise.all(
      [copy, source].map((store) => verifyClientLog({ store, client })),
    );
    if (found?.head !== original?.head || found?.events !== original?.events)
      differences.push(`the log of the client ${client}`);
  }
  return { campaigns, differences };
}

const pageSize = 200;

async function* allCampaigns(store: Store): AsyncGenerator<CampaignRecord, void, undefined> {
  let after: string | undefined;
  do {
    const page = await store.listCampaigns({ ...(after !== undefined && { after }), limit: pageSize });
    yield* page.items;
    after = page.next ?? undefined;
  } while (after !== undefined);
}
