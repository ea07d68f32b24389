import { everyClient } from '../../domain/contact/party.ts';
import type { Caller } from '../../domain/caller.ts';
import { requireAllClients, requireRole, scopeOf } from '../caller.ts';
import type { Finder } from '../finder.ts';

/**
 * Returns the list that a request changes: that of a campaign, of a client, or (client null) of all clients, which requires
 * the role admin.
 */
export async function suppressionList({
  finder,
  caller,
  client,
  campaign,
}: {
  finder: Pick<Finder, 'campaign'>;
  caller: Caller;
  client?: string | undefined;
  campaign?: string | undefined;
}): Promise<{ client: string | null; campaign: string | null }> {
  if (campaign !== undefined) {
    const record = await finder.campaign({ caller, campaign, client });
    return { client: record.client, campaign: record.id };
  }
  if (client !== everyClient) return { client: scopeOf(caller, client) ?? 'default', campaign: null };
  requireAllClients(caller);
  requireRole(caller, 'admin');
  return { client: null, campaign: null };
}
