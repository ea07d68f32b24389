import type { TransitionCount } from '../../../../domain/campaign/transition-count.ts';
import { integer, named, orEmpty, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

export const transitionCounts = declareTable<TransitionCount>({
  table: 'transition_counts',
  own: { campaign: integer() },
  fields: {
    machine: text({ personal: null }),
    from: named('from_state', orEmpty(text({ personal: null }))),
    event: orEmpty(text({ personal: null })),
    to: named('to_state', text({ personal: null })),
    count: integer(),
  },
});
