/** The campaign that requests starts, its client, and its weight among the campaigns of that client. */
export type Claimant = { campaign: string; client: string; weight: number };

/**
 * Fair shares of scarce starts: equal shares for clients, and shares by weight for the campaigns of a client. It is
 * stride scheduling: a campaign that got more for its weight than another waiting one waits until the other has caught
 * up. A campaign without competitors gets everything.
 */
export type Fairness = {
  /** Returns how many of `want` the campaign may take now. It counts as waiting for some time after this call. */
  allow: (input: Claimant & { want: number; now: number }) => number;
  took: (input: Claimant & { count: number }) => void;
  /** Records that the campaign has nothing to start any more. */
  leave: (campaign: string) => void;
};

type Passenger = { client: string; weight: number; pass: number; hungryUntil: number };

/** How long a claim counts if it is not renewed: longer than any turn, and too short to be noticed. */
const hungerMs = 2_000;
/** How far a campaign may be ahead of the others, in starts per unit of weight. */
const lead = 8;

export function createFairness(): Fairness {
  const campaigns = new Map<string, Passenger>();
  const clients = new Map<string, number>();

  const others = ({ campaign, now }: { campaign: string; now: number }): [string, Passenger][] =>
    [...campaigns].filter(([id, { hungryUntil }]) => id !== campaign && hungryUntil > now);

  /** A campaign that did not wait starts level with those that wait: shares cannot be saved. */
  const join = ({ campaign, client, weight, now }: Claimant & { now: number }): Passenger => {
    const rivals = others({ campaign, now }).map(([, passenger]) => passenger);
    const level = Math.min(...rivals.filter((rival) => rival.client === client).map(({ pass }) => pass));
    const clientLevel = Math.min(...rivals.map((rival) => clients.get(rival.client) ?? 0));
    const known = campaigns.get(campaign);
    const isBack = !known || known.hungryUntil <= now;
    const pass = isBack && Number.isFinite(level) ? Math.max(known?.pass ?? 0, level) : (known?.pass ?? 0);
    const isClientBack = !rivals.some((rival) => rival.client === client);
    if (isBack && isClientBack && Number.isFinite(clientLevel)) {
      clients.set(client, Math.max(clients.get(client) ?? 0, clientLevel));
    }
    const passenger = { client, weight, pass, hungryUntil: now + hungerMs };
    campaigns.set(campaign, passenger);
    return passenger;
  };

  return {
    allow({ want, ...claimant }) {
      const mine = join(claimant);
      const rivals = others(claimant).map(([, passenger]) => passenger);
      const siblings = rivals.filter(({ client }) => client === mine.client).map(({ pass }) => pass);
      const strangers = rivals
        .filter(({ client }) => client !== mine.client)
        .map(({ client }) => clients.get(client) ?? 0);
      const ownRoom = (Math.min(...siblings) + lead / mine.weight - mine.pass) * mine.weight;
      const clientRoom = Math.min(...strangers) + lead - (clients.get(mine.client) ?? 0);
      return Math.max(0, Math.min(want, Math.ceil(ownRoom), Math.ceil(clientRoom)));
    },
    took({ campaign, client, weight, count }) {
      const mine = campaigns.get(campaign);
      if (mine) mine.pass += count / weight;
      clients.set(client, (clients.get(client) ?? 0) + count);
    },
    leave: (campaign) => campaigns.delete(campaign),
  };
}
