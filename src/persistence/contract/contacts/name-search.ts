import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import type { Page } from '../pages.ts';

/** What a store finds without an index. */
export type NameSearchStore = {
  /**
   * People whose name contains a text, whatever its case and accents, by position. Each page looks at a bounded number of
   * rows, and may be short, even empty, before the end.
   */
  searchNames: (input: {
    campaign: string;
    text: string;
    after?: string;
    limit: number;
  }) => Promise<Page<Enrollment>>;
};
