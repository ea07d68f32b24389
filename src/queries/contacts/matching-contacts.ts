import { isByStateOnly, matchesFilter, statesOf } from '../../domain/contact/contact-filter.ts';
import type { ContactFilter } from '../../domain/contact/contact-filter.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import type { Page } from '../../persistence/contract/pages.ts';
import type { Store } from '../../persistence/contract/store.ts';

type Reading = {
  store: Pick<Store, 'listEnrollments'>;
  campaign: string;
  filter: ContactFilter;
  after: string | undefined;
};

/** The maximum number of rows of one read. */
const rowsPerRead = 1_000;
/** The maximum number of reads of one page. Only states have an index, so a rare disposition is looked for. */
const readsPerPage = 10;

function reader({ store, campaign, filter }: Reading) {
  const states = statesOf(filter);
  return (after: string | undefined, limit: number): Promise<Page<Enrollment>> =>
    store.listEnrollments({
      campaign,
      ...(states && { states }),
      ...(after !== undefined && { after }),
      limit,
    });
}

/**
 * Returns a page of the contacts that match, by position. A page reads a limited number of rows, so it can have fewer
 * items than `limit`, or none, before the end of the list.
 */
export async function matchingContacts({
  limit,
  ...reading
}: Reading & { limit: number }): Promise<Page<Enrollment>> {
  const read = reader(reading);
  const { filter } = reading;
  const found: Enrollment[] = [];
  let from = reading.after;
  for (let reads = 0; reads < readsPerPage; reads += 1) {
    const wanted = limit - found.length;
    let { items, next } = await read(from, isByStateOnly(filter) ? wanted : rowsPerRead);
    const matching = items.filter((row) => matchesFilter(filter, row));
    const last = matching[wanted - 1];
    // The cursor behind a row is that of a page which ends with it.
    if (last && last !== items.at(-1)) ({ items, next } = await read(from, items.indexOf(last) + 1));
    found.push(...items.filter((row) => matchesFilter(filter, row)));
    if (next === null || found.length >= limit) return { items: found, next };
    from = next;
  }
  return { items: found, next: from ?? null };
}

/** Counts the contacts that match, as `matchingContacts` finds them. `next` is set if there are more rows. */
export async function countMatching(
  reading: Reading & { maxRows: number },
): Promise<{ matched: number; next: string | null }> {
  const read = reader(reading);
  let matched = 0;
  let from = reading.after;
  for (let rows = 0; rows < reading.maxRows; rows += rowsPerRead) {
    const { items, next } = await read(from, rowsPerRead);
    matched += items.filter((row) => matchesFilter(reading.filter, row)).length;
    if (next === null) return { matched, next };
    from = next;
  }
  return { matched, next: from ?? null };
}
