import type { Crossing, Fuse } from '../../support/service/fuse.ts';
import type { Blow } from '../scenario/happening.ts';
import type { Life, World } from '../world.ts';

export type Blows = {
  /** Lets something happen to processes, now or in the middle of something they will do. */
  strike: (blow: Blow, act: (lives: readonly Life[]) => void) => void;
  watch: (crossing: Crossing & { fuse: Fuse }) => void;
};

/** Blows that fall at a crossing, between a process and what it calls. */
export function createBlows({ world }: { world: () => World }): Blows {
  type Armed = { fuse: Fuse; left: number; at: string | null; fall: () => void };
  let armed: Armed[] = [];

  const targetsOf = ({ who }: Blow): readonly Life[] => {
    const running = world()
      .lives()
      .filter(({ fuse }) => !fuse.isFrozen());
    if (who === 'all') return running;
    const one = who === 'newest' ? running.at(-1) : running[0];
    return one ? [one] : [];
  };

  return {
    strike(blow, act) {
      const targets = targetsOf(blow);
      const fuse = targets.at(-1)?.fuse;
      if (!fuse) return;
      const fall = (): void => act(targets);
      if (blow.crossings === 0) fall();
      else armed.push({ fuse, left: blow.crossings, at: blow.at, fall });
    },
    watch({ fuse, side, name }) {
      if (armed.length === 0) return;
      for (const blow of armed)
        if (blow.fuse === fuse && (blow.at === null || blow.at === `${side} ${name}`)) blow.left -= 1;
      const due = armed.filter(({ left }) => left <= 0);
      armed = armed.filter(({ left, fuse: other }) => left > 0 && !other.isBlown());
      for (const { fall } of due) fall();
    },
  };
}
