import type { Client, RequestInput } from './client.ts';
import { pathPart } from './path-part.ts';
import type { OptionSpec, VerbInput } from '../verb.ts';

/** For verbs that name a campaign. Names are unique only per client. */
export const clientOption: OptionSpec = {
  flags: '--client <client>',
  what: 'the client of the campaign, if several clients have a campaign with this name',
};

/** Returns the path of a campaign or of a resource below it. `campaign` is a name or an id. Throws `cli.usage`. */
export function campaignPath(campaign: string, rest = ''): string {
  return `/v1/campaigns/${pathPart(campaign)}${rest}`;
}

/** Requests about one campaign. */
export type CampaignRequests = {
  name: string;
  get: <Answer>(rest: string, input?: RequestInput) => Promise<Answer>;
  post: <Answer>(rest: string, input?: RequestInput) => Promise<Answer>;
  delete: <Answer>(rest: string, input?: RequestInput) => Promise<Answer>;
  client: Client;
  query: Readonly<Record<string, string | undefined>>;
};

/** Returns the requests about the campaign that the first argument names. Throws `cli.usage` and `cli.unreachable`. */
export async function aboutCampaign(
  { args, options, connect }: VerbInput,
  { reads }: { reads: boolean },
): Promise<CampaignRequests> {
  const name = args[0] ?? '';
  const client = await connect({ reads });
  const query = { client: options.text('client') };
  const withClient = (input: RequestInput = {}): RequestInput => ({
    ...input,
    query: { ...query, ...input.query },
  });
  return {
    name,
    client,
    query,
    get: (rest, input) => client.get(campaignPath(name, rest), withClient(input)),
    post: (rest, input) => client.post(campaignPath(name, rest), withClient(input)),
    delete: (rest, input) => client.delete(campaignPath(name, rest), withClient(input)),
  };
}
