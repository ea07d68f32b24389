import { campaignDefinitionSchema } from '../../../src/channels/registry.ts';
import type { CampaignDefinition } from '../../../src/domain/campaign/campaign-definition.ts';
import type { CampaignDefinitionInput } from '../../../src/channels/registry.ts';
import type { Draw } from '../draw.ts';

const gather = { speak: 'Press 1 or 9.', on: { '1': 'confirmed', '9': 'opt-out' } };

function drawWindow(draw: Draw): CampaignDefinitionInput['sendWindow'] {
  const kind = draw.number();
  if (kind < 0.3) return { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' };
  if (kind < 0.4) return { start: '09:00', end: '09:20', days: { sat: '10:00-10:10' } };
  if (kind < 0.5) return { timezone: 'America/New_York', start: '12:00', end: '16:45' };
  return {};
}

/** Some campaigns say to everyone what the list says, and nothing else. */
const spokenByList = [{ speak: '{{message}}' }];

function drawWarmUp(draw: Draw): NonNullable<CampaignDefinitionInput['rateLimits']> {
  const first = draw.int(2, 8);
  return {
    warmupSchedule: [first, first + draw.int(0, 6), first + 10].slice(0, draw.int(1, 3)),
    ...(draw.chance(0.2) ? { warmupEnabled: draw.chance(0.5) } : {}),
  };
}

type Steps = CampaignDefinitionInput['steps'];

/** Some sequences also have a step that contacts nobody, before, between or after the others. */
function withNote(texts: Draw, steps: Steps): Steps {
  if (!texts.chance(0.2)) return steps;
  const at = texts.int(0, steps.length);
  const note = { id: 'note', channel: 'log', text: 'Hello, noted.' } as const;
  const all = [...steps.slice(0, at), note, ...steps.slice(at)];
  return all.map((step, index) =>
    index === 0 || 'after' in step ? step : { ...step, after: texts.pick(['5m', '1h', '1d']) },
  );
}

export function drawDefinition(draw: Draw, name: string, texts: Draw): CampaignDefinition {
  const from = draw.pick(['+12025550100', '+12025550101']);
  const spoken = draw.chance(0.6) ? [{ speak: 'Hello.' }, { gather }] : [{ speak: 'Hello.' }];
  const flow = texts.chance(0.15) ? spokenByList : spoken;
  const after = draw.pick(['2h', '10m', '3d']);
  const input: CampaignDefinitionInput = {
    name,
    client: 'northwind',
    steps: withNote(texts, [
      { id: 'first', channel: 'voice', from, flow },
      ...(draw.chance(0.25) ? [{ id: 'second', channel: 'voice' as const, from, flow, after }] : []),
    ]),
    sendWindow: drawWindow(draw),
    rateLimits: {
      concurrent: draw.int(1, 8),
      perSecond: draw.pick([0.5, 1, 2, 3, 5]),
      ...(draw.chance(0.2) ? { perHour: draw.int(5, 30) } : {}),
      ...(draw.chance(0.1) ? { perDay: draw.int(10, 40) } : {}),
      ...(texts.chance(0.25) ? drawWarmUp(texts) : {}),
    },
    retry: {
      maxAttempts: draw.int(1, 3),
      maxPerDay: draw.int(1, 3),
      backoff: { first: draw.pick(['2m', '10m', '30m', '3h']), factor: 2, max: '24h', jitter: 0.2 },
    },
    priority: draw.int(1, 9),
  };
  return campaignDefinitionSchema.parse(input);
}
