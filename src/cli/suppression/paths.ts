export const suppressionsPath = '/v1/suppressions';

/** The name of the list for every client in the API. */
export const everyClient = '*';

/** The list that is meant. Without a client: the lists that the caller may see. */
export type ListQuery = { client: string | undefined; campaign: string | undefined };

export type SuppressionView = {
  client: string;
  campaign: string | null;
  address: string;
  reason: string;
  source: string;
  at: string;
  expiresAt: string | null;
};

export type SuppressionImportView = Readonly<
  Record<'rows' | 'addresses' | 'added' | 'changed' | 'unchanged' | 'ended' | 'refused' | 'warned', number>
> & { issues: readonly { row: number; code: string; detail: string }[] };
