import type { ListView } from '../api/views.ts';
import { tableWithin } from '../terminal/output.ts';
import { dateTime, shortTime } from '../text/times.ts';
import type { VerbInput } from '../verb.ts';
import { everyClient, suppressionsPath } from './paths.ts';
import type { ListQuery, SuppressionView } from './paths.ts';

/** Shows the first entries of the lists. */
export async function showList({ output, options, connect }: VerbInput, query: ListQuery): Promise<void> {
  const service = await connect({ reads: true });
  const limit = options.number('limit', { min: 1, whole: true }) ?? 50;
  const page = await service.get<ListView<SuppressionView>>(suppressionsPath, { query: { ...query, limit } });
  output.document(page);
  if (page.items.length === 0) return output.say('The do-not-contact list is empty.');
  const rows = page.items.map((item) => [
    item.address,
    listName(item),
    item.reason,
    item.source,
    shortTime(item.at),
    item.expiresAt === null ? '' : dateTime(Date.parse(item.expiresAt)),
  ]);
  const head = ['ADDRESS', 'LIST', 'REASON', 'SOURCE', 'SINCE (UTC)', 'UNTIL (UTC)'];
  for (const line of tableWithin([head, ...rows], output.width())) output.result(line);
}

function listName({ client, campaign }: SuppressionView): string {
  if (client === everyClient) return 'every client';
  return campaign === null ? client : `${client}, ${campaign}`;
}
