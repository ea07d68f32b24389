/** The number of campaigns of each owner; null for those without one. */
export type OwnerCounts = readonly { owner: string | null; campaigns: number }[];

/** Returns the share of one instance: all campaigns divided by the number of instances, rounded up. */
export function shareOf({ counts, instances }: { counts: OwnerCounts; instances: number }): number {
  return Math.ceil(counts.reduce((sum, { campaigns }) => sum + campaigns, 0) / Math.max(1, instances));
}

/** Returns the number of campaigns that an instance owns. */
export function ownedBy({ counts, instance }: { counts: OwnerCounts; instance: string }): number {
  return counts.find(({ owner }) => owner === instance)?.campaigns ?? 0;
}
