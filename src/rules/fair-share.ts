import { waterFill, type Share } from './water-fill.ts';

/** A campaign that asks for slots or starts. `held`: what it has of them already; `wants`: how many more it could use. */
export type Claim = { key: string; client: string; weight: number; held: number; wants: number };

/** Parts of a unit owed from earlier sharings, by key; so that small shares of a small capacity get their turn. */
export type Credits = ReadonlyMap<string, number>;

export type SharedOut = {
  /** Whole units per key of a claim. */
  grants: Map<string, number>;
  /** To pass on to the next sharing. */
  credits: Map<string, number>;
};

type Party = Share & { key: string };
const clientKey = (client: string): string => `client ${client}`;

/** Rounds a fair sharing to whole units: the largest remainder and credit first, then the heavier, then by key. */
function shareWhole({ capacity, parties, credits, owed }: WholeInput): number[] {
  const exact = waterFill({ capacity, shares: parties });
  const grants = exact.map((grant) => Math.floor(grant + 1e-9));
  const target = Math.min(
    Math.floor(capacity),
    parties.reduce((sum, { wants }) => sum + wants, 0),
  );
  const claimOf = (index: number): number =>
    (exact[index] ?? 0) - (grants[index] ?? 0) + (credits.get(parties[index]?.key ?? '') ?? 0);
  const byClaim = parties
    .map((party, index) => ({ party, index, claim: claimOf(index) }))
    .filter(({ party, index }) => (grants[index] ?? 0) < party.wants)
    .sort(
      (left, right) =>
        right.claim - left.claim ||
        right.party.weight - left.party.weight ||
        (left.party.key < right.party.key ? -1 : 1),
    );
  let left = target - grants.reduce((sum, grant) => sum + grant, 0);
  for (const { index } of byClaim) {
    if (left <= 0) break;
    grants[index] = (grants[index] ?? 0) + 1;
    left -= 1;
  }
  parties.forEach(({ key, wants }, index) => {
    const grant = grants[index] ?? 0;
    // Who got all they wanted is owed nothing, and nobody is owed or owes more than one unit.
    const credit = (exact[index] ?? 0) - grant + (credits.get(key) ?? 0);
    if (grant < wants) owed.set(key, Math.max(-1, Math.min(1, credit)));
  });
  return grants;
}
type WholeInput = {
  capacity: number;
  parties: readonly Party[];
  credits: Credits;
  owed: Map<string, number>;
};

function byClient(claims: readonly Claim[]): Map<string, Claim[]> {
  const clients = new Map<string, Claim[]>();
  for (const claim of claims) {
    const known = clients.get(claim.client);
    if (known) known.push(claim);
    else clients.set(claim.client, [claim]);
  }
  return clients;
}

const total = (claims: readonly Claim[], field: 'held' | 'wants'): number =>
  claims.reduce((sum, claim) => sum + claim[field], 0);

/**
 * Shares `capacity` free units: first between clients, equally, then between the campaigns of a client, by weight; both
 * by water filling, so that nothing stays idle while somebody wants it. Deterministic. Pass the `credits` of the last
 * sharing: with capacity for one, a campaign of weight 1 beside one of weight 9 is then served every tenth time.
 */
export function shareOut({
  capacity,
  claims,
  credits = new Map(),
}: {
  capacity: number;
  claims: readonly Claim[];
  credits?: Credits;
}): SharedOut {
  const owed = new Map<string, number>();
  const grants = new Map<string, number>();
  const clients = [...byClient(claims)];
  const clientGrants = shareWhole({
    capacity: Math.max(0, capacity),
    parties: clients.map(([client, own]) => ({
      key: clientKey(client),
      weight: 1,
      held: total(own, 'held'),
      wants: total(own, 'wants'),
    })),
    credits,
    owed,
  });
  clients.forEach(([, own], index) => {
    const whole = shareWhole({ capacity: clientGrants[index] ?? 0, parties: own, credits, owed });
    own.forEach(({ key }, position) => grants.set(key, whole[position] ?? 0));
  });
  return { grants, credits: owed };
}
