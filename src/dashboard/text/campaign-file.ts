import { stringify } from 'yaml';

/** The fields of the short form for a new campaign, as they were typed. */
export type CampaignFields = {
  name: string;
  client: string;
  from: string;
  text: string;
  start: string;
  end: string;
  country: string;
  concurrent: string;
  perSecond: string;
  perDay: string;
  maxAttempts: string;
};

/** The fields of the form before it is filled in. */
export function exampleFields(client: string | null): CampaignFields {
  return {
    name: 'spring-checkup',
    client: client ?? '',
    from: '+12025550100',
    text: 'Hello {{first_name}}, your check-up is due.',
    start: '09:00',
    end: '17:00',
    country: 'US',
    concurrent: '10',
    perSecond: '2',
    perDay: '',
    maxAttempts: '3',
  };
}

/** Writes a campaign file (YAML) from the fields. Empty fields are left out: the client's defaults apply to them. */
export function campaignFileOf(fields: CampaignFields): string {
  const { name, client, country, from, text, start, end } = fields;
  const value = withoutEmpty({
    name,
    client,
    contacts: withoutEmpty({ country: country.toUpperCase() }),
    steps: [withoutEmpty({ id: 'call', channel: 'voice', from, flow: [{ speak: text }] })],
    sendWindow: withoutEmpty({ timezone: start + end === '' ? '' : 'recipient', start, end }),
    rateLimits: withoutEmpty({
      concurrent: numberOrText(fields.concurrent),
      perSecond: numberOrText(fields.perSecond),
      perDay: numberOrText(fields.perDay),
    }),
    retry: withoutEmpty({ maxAttempts: numberOrText(fields.maxAttempts) }),
  });
  return fileText(value);
}

/** Writes a campaign, such as a stored definition, as a campaign file (YAML). */
export function fileText(campaign: object): string {
  return stringify(campaign, { singleQuote: true, lineWidth: 0 });
}

/** A number, or the text as it was typed if it is none: the API says what is wrong with it. */
export function numberOrText(text: string): number | string {
  return text === '' || Number.isNaN(Number(text)) ? text : Number(text);
}

function withoutEmpty(group: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isEmpty = (value: unknown): boolean =>
    value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(group).filter(([, value]) => !isEmpty(value)));
}
