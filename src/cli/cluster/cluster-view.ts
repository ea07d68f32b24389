import type { Client } from '../api/client.ts';
import type { CallView, ListView } from '../api/views.ts';
import type { Output } from '../terminal/output.ts';
import { counted } from '../text/times.ts';
import type { ClusterInstance } from './instances.ts';

const maxCalls = 500;

type InstanceView = { id: string; campaigns: readonly string[] };

/** What an instance runs. */
export type InstanceLoad = {
  name: string;
  pid: number | null;
  /** The names of its campaigns. */
  campaigns: readonly string[];
  /** The open calls of these campaigns. */
  calls: readonly CallView[];
};

/** Reads which instance owns which campaigns, and their open calls. `names` has the name of each campaign id. */
export async function readLoads({
  client,
  instances,
  names,
}: {
  client: Client;
  instances: readonly ClusterInstance[];
  names: ReadonlyMap<string, string>;
}): Promise<readonly InstanceLoad[]> {
  const { items } = await client.get<ListView<InstanceView>>('/v1/instances');
  const active = await client.get<ListView<CallView>>('/v1/calls', {
    query: { active: true, limit: maxCalls },
  });
  return instances.map(({ name, child }) => {
    const owned = child ? (items.find(({ id }) => id === child.instance)?.campaigns ?? []) : [];
    return {
      name,
      pid: child?.pid ?? null,
      campaigns: owned.flatMap((id) => names.get(id) ?? []).sort(),
      calls: active.items.filter(({ campaign }) => owned.includes(campaign)),
    };
  });
}

/** Returns a line per instance: `instance 1  pid 4711   10 open calls  spring-checkup-1`. */
export function loadLines({
  loads,
  output: { paint },
}: {
  loads: readonly InstanceLoad[];
  output: Pick<Output, 'paint'>;
}): string[] {
  return loads.map(({ name, pid, campaigns, calls }) => {
    if (pid === null) return `${name}  ${paint('red', 'killed')}`;
    const process = `pid ${pid}`.padEnd(12);
    const open = counted(calls.length, 'open call').padEnd(13);
    return `${name}  ${process} ${open}  ${campaigns.join(', ') || 'no campaign'}`;
  });
}
