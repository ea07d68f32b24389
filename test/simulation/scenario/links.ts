import { phoneAddress } from '../../../src/domain/contact/address.ts';
import type { EnrollableRow } from '../../../src/domain/contact/contact.ts';
import type { Draw } from '../draw.ts';
import type { ListedPerson } from './opt-outs.ts';

/** A contact that comes later, with the numbers of two on the list: it shows that they are one person. */
export type Link = { afterMs: number; campaign: number; row: EnrollableRow };

/** Joins contacts that live by the same hours, so that their days are the same. */
export function drawLinks(
  draw: Draw,
  { people, campaigns, spanMs }: { people: readonly ListedPerson[]; campaigns: number; spanMs: number },
): Link[] {
  const count = draw.chance(0.6) ? draw.int(1, 8) : 0;
  return Array.from({ length: count }, (_, index): Link[] => {
    const first = draw.pick(people);
    const zone = JSON.stringify(first.calendar);
    const others = people.filter((one) => one !== first && JSON.stringify(one.calendar) === zone);
    // Most of them early, while the first calls are open and retries are to come.
    const afterMs = Math.floor(draw.number() ** 3 * spanMs);
    const campaign = draw.int(0, campaigns - 1);
    if (others.length === 0) return [];
    const addresses = [first, draw.pick(others)].map(({ address }) => phoneAddress(address));
    const externalId = `link-${index}`;
    const contact = { ...first.contact, addresses, externalId };
    return [{ afterMs, campaign, row: { ...first, row: 1, identity: `id:${externalId}`, contact } }];
  }).flat();
}
