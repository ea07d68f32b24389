import { usageError } from './errors.ts';
import type { OptionSpec } from './verb.ts';

const isCampaign = (taken: string): boolean => /^[<[]campaign\b/.test(taken);

/**
 * For every verb that takes a campaign: programs of other services name it by this option. A name is accepted as well as an
 * id, as in the place of the argument.
 */
export const campaignIdOption: OptionSpec = {
  flags: '--campaign-id <campaign>',
  what: 'the campaign, instead of the argument',
  hidden: true,
};

/** Whether a verb takes a campaign. */
export function takesCampaign(takes: string | undefined): boolean {
  return takes?.split(' ').some(isCampaign) ?? false;
}

/**
 * Returns the arguments with the campaign of `--campaign-id` in its place. Throws `cli.usage` if an argument that is required is
 * missing.
 */
export function withCampaign({
  takes,
  args,
  campaign,
}: {
  takes: string;
  args: readonly string[];
  campaign: string | undefined;
}): string[] {
  const taken = takes.split(' ');
  const place = taken.findIndex(isCampaign);
  if (campaign !== undefined && args.length < place)
    throw usageError(`--campaign-id requires the argument before it: ${taken[0] ?? ''}.`);
  const given = campaign === undefined ? [...args] : args.toSpliced(place, 0, campaign);
  if (given.length > taken.length)
    throw usageError(`Too many arguments. Expected ${taken.length} arguments but got ${given.length}.`);
  const missing = taken.find((one, index) => one.startsWith('<') && given[index] === undefined);
  if (missing !== undefined) throw usageError(`missing required argument '${missing.slice(1, -1)}'`);
  return given;
}
