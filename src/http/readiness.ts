import { sleep } from '../platform/clock.ts';
import type { SystemClock } from '../platform/clock.ts';
import type { Dependency } from './deps.ts';

export type Readiness = {
  status: 'ready' | 'not-ready';
  dependencies: Record<string, { ok: boolean; required: boolean; detail?: string }>;
};

type Finding = { ok: boolean; detail: string };

/** A dependency that does not answer in this time counts as down. */
const patienceMs = 2_000;
/** Anybody may ask, so what is found out is kept for a while; others than our own parts are asked more rarely. */
const keptMs = { required: 1_000, other: 30_000 };

/**
 * Asks every dependency at once. Details are for those who have a key: the address is open, and details may name
 * files and hosts.
 */
export function createReadiness({
  dependencies,
  system,
}: {
  dependencies: readonly Dependency[];
  system: SystemClock;
}): (input: { withDetails: boolean }) => Promise<Readiness> {
  const checks = dependencies.map((dependency) => ({
    ...dependency,
    find: remembered({ ask: () => check({ dependency, system }), dependency, system }),
  }));
  return async ({ withDetails }) => {
    const entries = await Promise.all(
      checks.map(async ({ name, required, find }) => {
        const { ok, detail } = await find();
        return [name, { ok, required, ...(withDetails ? { detail } : {}) }] as const;
      }),
    );
    const isReady = entries.every(([, { ok, required }]) => ok || !required);
    return { status: isReady ? 'ready' : 'not-ready', dependencies: Object.fromEntries(entries) };
  };
}

async function check({
  dependency,
  system,
}: {
  dependency: Dependency;
  system: SystemClock;
}): Promise<Finding> {
  const late = sleep({ clock: system, ms: patienceMs }).then(() => ({
    ok: false,
    detail: `no answer within ${patienceMs} ms`,
  }));
  try {
    return await Promise.race([dependency.check(), late]);
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : 'the check failed' };
  }
}

function remembered({
  ask,
  dependency: { required },
  system,
}: {
  ask: () => Promise<Finding>;
  dependency: Dependency;
  system: SystemClock;
}): () => Promise<Finding> {
  let known: { finding: Promise<Finding>; at: number } | null = null;
  const forMs = required ? keptMs.required : keptMs.other;
  return () => {
    if (!known || system.monotonic() - known.at >= forMs) known = { finding: ask(), at: system.monotonic() };
    return known.finding;
  };
}
