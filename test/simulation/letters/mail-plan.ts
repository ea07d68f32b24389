import type { CampaignDefinition } from '../../../src/domain/campaign/campaign-definition.ts';
import { letterRegistry } from '../../support/letters/descriptor.ts';
import type { LetterCampaignInput } from '../../support/letters/descriptor.ts';
import type { Draw } from '../draw.ts';
import type { Happening, HappeningSpace } from '../scenario/happening.ts';
import { minuteMs } from '../times.ts';

/** How the post office treats letters. */
export type MailPlan = {
  /** How long letters are prepared; one is drawn for each. */
  prepareMs: readonly number[];
  /** The share of letters that the post office does not simply take, and of letters that are reported about. */
  troubled: number;
  reported: number;
};

type Steps = LetterCampaignInput['steps'];

const text = 'Dear customer, thank you.';

/** The steps of a campaign with letters before, after or around them, or with letters only. */
function withLetters(draw: Draw, steps: Steps): Steps {
  const first: Steps[number] = { id: 'letter', channel: 'letters', text };
  const last: Steps[number] = { id: 'last-letter', channel: 'letters', text };
  const order = draw.pick(['before', 'after', 'around', 'only'] as const);
  const all = {
    before: [first, ...steps],
    after: [...steps, last],
    around: [first, ...steps, last],
    only: [first, last],
  }[order];
  return all.map((step, index) => {
    const { after: _, ...rest } = step;
    return index === 0 ? rest : { after: draw.pick(['10m', '2h', '1d']), ...step };
  });
}

/**
 * Adds letters to the first campaign and sometimes to the others, in a part of the scenarios. Drawn apart, so that earlier
 * scenarios without letters stay as they were.
 */
export function drawLetters(
  draw: Draw,
  definitions: readonly CampaignDefinition[],
): { mail: MailPlan | null; definitions: readonly CampaignDefinition[] } {
  if (!draw.chance(0.2)) return { mail: null, definitions };
  const mail: MailPlan = {
    prepareMs: draw.pick([
      [0, 500],
      [0, 20_000, 4 * minuteMs],
      [5_000, 90_000, 20 * minuteMs],
    ]),
    troubled: draw.pick([0, 0.1, 0.3]),
    reported: draw.pick([0.5, 0.8]),
  };
  const written = definitions.map((definition, index) => {
    if (index > 0 && draw.chance(0.5)) return definition;
    const { steps, ...rest } = definition as LetterCampaignInput;
    return letterRegistry.campaignDefinitionSchema.parse({
      ...rest,
      steps: withLetters(draw, steps),
      sequences: { stopOnReply: draw.chance(0.7), stopOnBounce: draw.chance(0.7) },
    });
  });
  return { mail, definitions: written };
}

const weakSpots = [
  'before post.prepare',
  'after post.prepare',
  'before post.place',
  'after post.place',
] as const;

/** Processes die while letters are prepared, posted, or reported about. */
export function drawMailKills(draw: Draw, { spanMs }: Pick<HappeningSpace, 'spanMs'>): Happening[] {
  return Array.from({ length: draw.int(0, 3) }, () => ({
    afterMs: draw.int(0, spanMs),
    kind: 'kill' as const,
    who: 'all' as const,
    crossings: draw.int(1, 3),
    at: draw.pick(weakSpots),
    downMs: draw.pick([0, 500, 20_000, 4 * minuteMs]),
  }));
}
