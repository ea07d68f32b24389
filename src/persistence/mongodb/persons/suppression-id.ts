import type { Suppression } from '../../../domain/contact/party.ts';

export type SuppressionKey = Pick<Suppression, 'client' | 'address'>;

/** Returns the id of a suppression. Names of clients and addresses contain no spaces. */
export function suppressionId({ client, address }: SuppressionKey): string {
  return `${client} ${address}`;
}
