import { sleep } from '../platform/clock.ts';
import type { SystemClock } from '../platform/clock.ts';
import type { Dependency } from './deps.ts';

export type Readiness = {
  status: 'ready' | 'not-ready';
  dependencies: Record<string, { ok: boolean; required: boolean; detail?: string }>;
};

type Finding = { ok: boolean; detail: string };

/** The maximum time for the answer of a dependency. After it the dependency counts as down. */
const timeoutMs = 2_000;
/** How long results are cached, because the route is open to everyone. External dependencies are checked less often. */
const cacheMs = { required: 1_000, other: 30_000 };

/**
 * Creates the check of all dependencies, in parallel. Details are only for callers with a key, because they may
 * contain names of files and hosts.
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
    find: cached({ ask: () => check({ dependency, system }), dependency, system }),
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
  const late = sleep({ clock: system, ms: timeoutMs }).then(() => ({
    ok: false,
    detail: `no answer within ${timeoutMs} ms`,
  }));
  try {
    return await Promise.race([dependency.check(), late]);
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : 'the check failed' };
  }
}

function cached({
  ask,
  dependency: { required },
  system,
}: {
  ask: () => Promise<Finding>;
  dependency: Dependency;
  system: SystemClock;
}): () => Promise<Finding> {
  let known: { finding: Promise<Finding>; at: number } | null = null;
  const forMs = required ? cacheMs.required : cacheMs.other;
  return () => {
    if (!known || system.monotonic() - known.at >= forMs) known = { finding: ask(), at: system.monotonic() };
    return known.finding;
  };
}
