import type { CommandReply } from '../../actors/index.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { Queries } from '../../queries/index.ts';

/** Returns the answer to a command: the campaign, and the next contact by its row in the list. */
export async function commandReply({
  reply,
  queries,
  store,
}: {
  reply: CommandReply;
  queries: Pick<Queries, 'campaign'>;
  store: Pick<Store, 'readContacts'>;
}) {
  const { campaign, changed, finishing, next } = reply;
  const positions = next ? [next.position] : [];
  const [found] = await store.readContacts({ campaign: campaign.id, positions });
  return {
    campaign: await queries.campaign(campaign),
    changed,
    finishing,
    next: found ? { position: found.position, row: found.contact.row, contact: found.contact.id } : null,
  };
}
