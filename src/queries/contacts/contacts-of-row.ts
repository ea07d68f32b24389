import type { Enrollment } from '../../domain/contact/enrollment.ts';
import type { Store } from '../../persistence/contract/store.ts';

/** Returns the contacts that a row number stands for: one for each list of the campaign whose row became a contact. */
export async function contactsOfRow({
  store,
  campaign,
  row,
}: {
  store: Pick<Store, 'listImports' | 'readResults'>;
  campaign: string;
  row: number;
}): Promise<Enrollment[]> {
  const lists = await store.listImports(campaign);
  const found = await Promise.all(
    lists.map(async ({ id }) => {
      const [result] = await store.readResults({ campaign, after: { import: id, row: row - 1 }, limit: 1 });
      const isIt = result?.import === id && result.row === row;
      return isIt ? result.enrollment : null;
    }),
  );
  return found.filter((enrollment) => enrollment !== null);
}
