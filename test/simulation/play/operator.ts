import { isRingmasterError } from '../../../src/domain/errors.ts';
import type { World, Life } from '../world.ts';

/** The store is away for a while; what `play.ts` throws at crossings. */
export class StoreAway extends Error {
  constructor() {
    super('the store is away');
  }
}

/** What an operator may meet and shrug at: refused commands, a store that is away. Anything else is a defect. */
function isOrdinary(error: unknown): boolean {
  return isRingmasterError(error) || error instanceof StoreAway;
}

export type Operator = {
  /** Once, with the newest process that runs, or as soon as one does; what is refused is shrugged at. */
  try: (order: (life: Life) => Promise<void>) => void;
  /** Again and again until it has worked. */
  insist: (order: (life: Life) => Promise<void>) => Promise<void>;
  /** Carries out what could not be begun while the service was down. */
  catchUp: () => void;
  isWaiting: () => boolean;
};

const retryMs = 5_000;

/** Whoever orders things from outside, in the background: the world goes on while they wait for an answer. */
export function createOperator({
  world,
  onError,
}: {
  world: World;
  onError: (error: unknown) => void;
}): Operator {
  const waiting: (() => void)[] = [];
  let insisting = 0;

  const whenUp = (): Promise<Life> => {
    const life = world.life();
    if (life) return Promise.resolve(life);
    return new Promise((resolve) => waiting.push(() => resolve(whenUp())));
  };

  /** False if the process died before it answered, or did not do it. */
  const once = async (order: (life: Life) => Promise<void>): Promise<boolean> => {
    const life = await whenUp();
    try {
      return await Promise.race([order(life).then(() => true), life.fuse.blown.then(() => false)]);
    } catch (error) {
      if (!isOrdinary(error)) throw error;
      return false;
    }
  };

  return {
    try: (order) => void once(order).catch(onError),
    async insist(order) {
      insisting += 1;
      while (!(await once(order))) {
        const { business } = world.time.clocks;
        await new Promise<void>((resolve) => void business.at(business.now() + retryMs, resolve));
      }
      insisting -= 1;
    },
    catchUp() {
      for (const go of waiting.splice(0)) go();
    },
    isWaiting: () => waiting.length > 0 || insisting > 0,
  };
}
