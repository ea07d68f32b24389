import type { TakeoverView } from '../../../queries/index.ts';

/**
 * Takeovers with one cause, from one instance to another, within a minute of each other. `number`: from 1 for the first one.
 * Instants are milliseconds; `since`: the last heartbeat of the owner before, or when it gave the first campaign up.
 */
export type TakeoverGroup = Pick<TakeoverView, 'cause' | 'from' | 'to'> & {
  number: number;
  campaigns: readonly Pick<TakeoverView, 'campaign' | 'name'>[];
  since: number | null;
  /** When the last campaign was taken; null while none has been taken. */
  at: number | null;
};

const togetherMs = 60_000;

/** Puts takeovers together that belong together. Both lists have the newest first. */
export function groupsOf(takeovers: readonly TakeoverView[]): TakeoverGroup[] {
  const groups: Omit<TakeoverGroup, 'number'>[] = [];
  for (const { campaign, name, cause, from, to, leftAt, takenAt } of takeovers) {
    const [since, at] = [instantOf(leftAt), instantOf(takenAt)];
    const group = groups.find((one) => {
      const isSame = one.cause === cause && one.from === from && one.to === to;
      return isSame && Math.abs(timeOf(one) - timeOf({ since, at })) <= togetherMs;
    });
    if (!group) groups.push({ cause, from, to, since, at, campaigns: [{ campaign, name }] });
    else {
      group.campaigns = [...group.campaigns, { campaign, name }];
      group.since = earlier(group.since, since);
    }
  }
  return groups.map((group, index) => ({ ...group, number: groups.length - index }));
}

const instantOf = (text: string | null): number | null => (text === null ? null : Date.parse(text));
const timeOf = ({ since, at }: Pick<TakeoverGroup, 'since' | 'at'>): number => at ?? since ?? 0;
const earlier = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other);
