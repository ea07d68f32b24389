import type { Gauges } from './gauges.ts';
import { startGauges } from './gauges.ts';
import type { Host, HostInput } from './host.ts';
import { openHost } from './host.ts';
import { verifyCampaign } from './verify.ts';
import type { Verdict } from './verify.ts';

export type Carried = {
  contacts: number;
  store: string;
  gauges: Gauges;
  commits: Host['commits'];
  verdict: Verdict;
};

/** Starts the campaign of a filled store, waits until it is completed, and has it verified from its rows. */
export async function carryCampaign({
  path,
  campaign,
}: {
  path: HostInput['path'];
  campaign: string;
}): Promise<Carried> {
  const done = Promise.withResolvers<void>();
  const host = await openHost({
    path,
    onCommitted: ({ record }) => record.state === 'completed' && done.resolve(),
  });
  await host.runtime.start();
  const before = { ...host.commits };
  const stop = startGauges();
  await host.engine.command({ campaign, command: { name: 'start', startAt: null }, by: 'bench' });
  await done.promise;
  const gauges = stop();
  const commits = {
    turns: host.commits.turns - before.turns,
    minted: host.commits.minted - before.minted,
    ended: host.commits.ended - before.ended,
    limits: host.commits.limits - before.limits,
  };
  const verdict = await verifyCampaign({ store: host.store, campaign });
  const store = host.store.describe();
  await host.close();
  return { contacts: verdict.contacts, store, gauges, commits, verdict };
}
