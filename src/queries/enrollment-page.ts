import type { Enrollment, EnrollmentState } from '../domain/enrollment.ts';
import type { Page, Store } from '../persistence/contract.ts';

/** A page of a campaign's enrollments by position; the store is asked again until it finds one, or the end. */
export async function enrollmentPage({
  store,
  campaign,
  states,
  after,
  limit,
}: {
  store: Pick<Store, 'listEnrollments'>;
  campaign: string;
  states: readonly EnrollmentState[] | undefined;
  after: string | undefined;
  limit: number;
}): Promise<Page<Enrollment>> {
  let from = after;
  for (;;) {
    const page = await store.listEnrollments({
      campaign,
      limit,
      ...(states && { states }),
      ...(from !== undefined && { after: from }),
    });
    if (page.items.length > 0 || page.next === null) return page;
    from = page.next;
  }
}
