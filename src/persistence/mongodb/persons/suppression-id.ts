import type { Suppression } from '../../../domain/do-not-contact/suppression.ts';

export type SuppressionKey = Pick<Suppression, 'client' | 'address' | 'campaign'>;

/** Returns the id of an entry. Names of clients, addresses and ids of campaigns contain no spaces. */
export function suppressionId({ client, address, campaign }: SuppressionKey): string {
  return campaign === null ? `${client} ${address}` : `${client} ${address} ${campaign}`;
}
