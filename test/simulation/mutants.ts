import { alerts } from './planted/alerts.ts';
import { answers } from './planted/answers.ts';
import { breaker } from './planted/breaker.ts';
import { callBacks } from './planted/call-backs.ts';
import { commits } from './planted/commits.ts';
import { corrections } from './planted/corrections.ts';
import { cost } from './planted/cost.ts';
import { email } from './planted/email.ts';
import { enrollments } from './planted/enrollments.ts';
import { flows } from './planted/flows.ts';
import { instances } from './planted/instances.ts';
import { letters } from './planted/letters.ts';
import { limits } from './planted/limits.ts';
import { lists } from './planted/lists.ts';
import { mongodb } from './planted/mongodb.ts';
import { numbers } from './planted/numbers.ts';
import { permits } from './planted/permits.ts';
import { persons } from './planted/persons.ts';
import { recordings } from './planted/recordings.ts';
import { retention } from './planted/retention.ts';
import { bots } from './planted/bots.ts';
import { senders } from './planted/senders.ts';
import { sendLog } from './planted/send-log.ts';
import { consents } from './planted/consents.ts';
import { suppressions } from './planted/suppressions.ts';
import { webhooks } from './planted/webhooks.ts';
import type { Mutant } from './planted/mutant.ts';

/** All planted mistakes, in the order of docs/promises.md: one file per area in `planted/`. */
export const mutants: readonly Mutant[] = [
  ...commits,
  ...sendLog,
  ...answers,
  ...permits,
  ...letters,
  ...email,
  ...instances,
  ...mongodb,
  ...limits,
  ...breaker,
  ...persons,
  ...suppressions,
  ...consents,
  ...enrollments,
  ...callBacks,
  ...corrections,
  ...numbers,
  ...flows,
  ...lists,
  ...retention,
  ...recordings,
  ...senders,
  ...bots,
  ...alerts,
  ...cost,
  ...webhooks,
];
