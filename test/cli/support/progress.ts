import type { ProgressView } from '../../../src/cli/api/views.ts';

/** A campaign a little past its half, with ten open calls, as `GET …/progress` returns it. */
export const progress: ProgressView = {
  notices: [],
  campaign: 'cmp_1',
  name: 'spring-checkup',
  state: 'running',
  doing: 'dispatching',
  asOf: '2027-03-01T21:42:05Z',
  total: 292,
  completed: 131,
  failed: 33,
  stopped: 5,
  remaining: 123,
  inFlight: 10,
  percent: 57.9,
  successRate: 0.78,
  contacts: {},
  attempts: {},
  ratePerMinute: 24.2,
  eta: { early: '2027-03-02T15:05:00Z', likely: '2027-03-02T15:40:00Z', late: '2027-03-03T16:30:00Z' },
};

/** The answer of `why` about it, with these reasons. */
export function whyOf<Reason>(reasons: readonly Reason[]) {
  return {
    notices: [],
    state: 'running',
    doing: 'dispatching',
    until: null,
    situation: '',
    summary: '',
    reasons,
  };
}
