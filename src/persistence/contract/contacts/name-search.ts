import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import type { Page } from '../pages.ts';

/** Finds contacts without an index. */
export type NameSearchStore = {
  /**
   * Returns a page of contacts whose name contains a text, by position. Case and accents are ignored. A page reads a
   * limited number of rows, so it can have fewer items than `limit`, or none, before the end of the list.
   */
  searchNames: (input: {
    campaign: string;
    text: string;
    after?: string;
    limit: number;
  }) => Promise<Page<Enrollment>>;
};
