/**
 * Kinds of numbers that are refused unless a campaign allows them by name: they cost the caller or the called party
 * extra, reach no contact by phone, or reach an emergency service. `satellite` includes the shared codes of international networks (ITU-T E.164:
 * +870, +881, +882, +883).
 */
export const specialNumberTypes = [
  'premium-rate',
  'shared-cost',
  'satellite',
  'personal',
  'pager',
  'uan',
  'voicemail',
  'emergency',
] as const;
export type SpecialNumberType = (typeof specialNumberTypes)[number];

/** The words for them in messages. */
export const numberTypeNames: Readonly<Record<SpecialNumberType, string>> = {
  'premium-rate': 'a premium-rate number',
  'shared-cost': 'a shared-cost number',
  satellite: 'a number of a satellite or international network',
  personal: 'a personal number, which is forwarded at the cost of the caller',
  pager: 'a pager',
  uan: 'a universal access number (UAN)',
  voicemail: 'a voicemail access number',
  emergency: 'a number of an emergency service',
};

/** The code of the refusal of a number of that type. */
export function specialCode(type: SpecialNumberType): string {
  return `contact.phone-${type}`;
}
