import { campaignPath } from './campaign-path.ts';
import type { Client } from './client.ts';
import { findContactList, streamList } from '../list/contact-list.ts';
import { createProgressBar } from '../terminal/progress-bar.ts';
import type { Output } from '../terminal/output.ts';
import type { ImportView, ListView } from './views.ts';

/**
 * Sends a list of contacts to a campaign and shows a progress bar. `resume` is the id of an incomplete import, which
 * continues after its last row.
 */
export async function uploadList({
  client,
  campaign,
  path,
  encoding,
  output,
  query = {},
  resume = null,
  signal,
}: {
  client: Client;
  campaign: string;
  path: string;
  encoding?: string | null | undefined;
  output: Output;
  query?: Readonly<Record<string, string | undefined>>;
  resume?: string | null;
  signal?: AbortSignal;
}): Promise<ImportView> {
  const list = findContactList({ path, encoding });
  const progress = createProgressBar({ output, label: `${path} `, total: list.size });
  try {
    return await client.post<ImportView>(campaignPath(campaign, '/contacts'), {
      query: { ...query, ...(resume !== null && { resume }) },
      stream: { type: list.type, body: streamList({ list, onBytes: progress.at, signal: signal ?? null }) },
      ...(signal && { signal }),
    });
  } finally {
    progress.end();
  }
}

/** Returns the last import that was not completed; null if there is none. */
export async function findBrokenImport({
  client,
  campaign,
}: {
  client: Client;
  campaign: string;
}): Promise<ImportView | null> {
  const { items } = await client.get<ListView<ImportView>>(campaignPath(campaign, '/imports'));
  return items.findLast(({ state }) => state !== 'closed') ?? null;
}
