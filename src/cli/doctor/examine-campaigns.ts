import { z } from 'zod';
import type { Config, Environment } from '../../config.ts';
import { peekStore } from '../../persistence/sqlite/sqlite-store.ts';
import { stopInWords } from '../../rules/stop-in-words.ts';
import { dataFolder } from '../folder/data-folder.ts';
import { askService, keyRequired } from './ask-service.ts';
import { failed } from './finding.ts';
import type { Finding } from './finding.ts';
import { endVerb } from '../text/notice-lines.ts';
import { counted } from '../text/times.ts';

const what = 'campaigns';
const attentionSchema = z.object({
  items: z.array(z.object({ code: z.string(), detail: z.string(), command: z.string() })),
});
/** Codes of items that stop all contact, regardless of the state of campaigns. */
const stopping: ReadonlySet<string> = new Set(['emergency.stop', 'campaign.no-owner', 'service.not-running']);

/** Checks whether anything stops the campaigns of the running service. */
export async function checkServedCampaigns({
  url,
  environment,
}: {
  url: string;
  environment: Environment;
}): Promise<Finding> {
  try {
    const answer = await askService({ url, environment, path: '/v1/attention' });
    if (answer === null) return { what, ok: false, detail: keyRequired };
    const { items } = attentionSchema.parse(answer);
    const stops = items.filter(({ code }) => stopping.has(code));
    if (stops.length > 0) {
      return { what, ok: false, detail: stops.map(withCommand).join(' ') };
    }
    const others = items.length === 0 ? '' : `; ringmaster attention shows ${counted(items.length, 'item')}`;
    return { what, ok: true, detail: `nothing stops them${others}` };
  } catch (error) {
    return failed(what, error);
  }
}

function withCommand({ detail, command }: { detail: string; command: string }): string {
  return `${detail} ${endVerb(command)}: ${command}.`;
}

/** Checks whether a store without a service has campaigns that should run, or an emergency stop. */
export function checkStoredCampaigns({ DATA_DIR }: Pick<Config, 'DATA_DIR'>, found: Finding): Finding {
  const { store, hasStore } = dataFolder({ path: DATA_DIR });
  if (!found.ok) return { what, ok: false, detail: 'not checked: the store cannot be read' };
  if (!hasStore) return { what, ok: true, detail: 'none yet' };
  try {
    const { underWay, emergencyStops } = peekStore({ path: store });
    const problems = [
      ...emergencyStops.map((stop) => withCommand(stopInWords({ stop, now: Date.now() }))),
      ...(underWay > 0
        ? [
            `No service is running, and ${counted(underWay, 'campaign')} ${underWay === 1 ? 'needs' : 'need'} one: ringmaster serve.`,
          ]
        : []),
    ];
    if (problems.length > 0) return { what, ok: false, detail: problems.join(' ') };
    return { what, ok: true, detail: 'none is running' };
  } catch (error) {
    return failed(what, error);
  }
}
