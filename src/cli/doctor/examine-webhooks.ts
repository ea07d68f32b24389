import { z } from 'zod';
import type { Environment } from '../../config.ts';
import { shortTime } from '../text/times.ts';
import { askService, keyRequired } from './ask-service.ts';
import { failed } from './finding.ts';
import type { Finding } from './finding.ts';

const what = 'outgoing webhooks';
const schema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      client: z.string(),
      enabled: z.boolean(),
      disabledWhy: z.string().nullable(),
      failingSince: z.string().nullable(),
      lastError: z.string().nullable(),
      waiting: z.number(),
      dead: z.number(),
    }),
  ),
});
type Webhook = z.infer<typeof schema>['items'][number];

/** Checks whether endpoints of webhooks fail, or say that they are gone. */
export async function checkWebhooks({
  url,
  environment,
}: {
  url: string;
  environment: Environment;
}): Promise<Finding> {
  try {
    const answer = await askService({ url, environment, path: '/v1/webhooks' });
    if (answer === null) return { what, ok: false, detail: keyRequired };
    const { items } = schema.parse(answer);
    const broken = items.filter(
      ({ disabledWhy, failingSince }) => disabledWhy !== null || failingSince !== null,
    );
    if (broken.length > 0) return { what, ok: false, detail: broken.map(inWords).join(' ') };
    const dead = items.reduce((sum, one) => sum + one.dead, 0);
    const letters = dead === 0 ? '' : `; dead letters: ${dead}`;
    return { what, ok: true, detail: items.length === 0 ? 'none' : `${items.length} answer${letters}` };
  } catch (error) {
    return failed(what, error);
  }
}

function inWords({
  id,
  client,
  enabled,
  disabledWhy,
  failingSince,
  lastError,
  waiting,
  dead,
}: Webhook): string {
  const queue = `waiting: ${waiting}, dead letters: ${dead}; ringmaster webhooks show ${id}.`;
  if (!enabled) return `${id} of ${client} is disabled: ${disabledWhy} ${queue}`;
  return `${id} of ${client} fails since ${shortTime(failingSince)} UTC: ${lastError}; ${queue}`;
}
