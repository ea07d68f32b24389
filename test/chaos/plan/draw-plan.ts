import { createDraw } from '../../simulation/draw.ts';
import type { Draw } from '../../simulation/draw.ts';
import type { LinkFault } from '../network/link.ts';
import { instanceNumbers, memberNumbers } from './fault.ts';
import type { Fault, LinkName } from './fault.ts';

export type PlanInput = {
  seed: number;
  /** How long faults begin. */
  forMs: number;
  /** The maximum offset of a wall clock. With 0 a process restarts where its clock would change. */
  maxOffsetMs: number;
};

/** The lease of an instance is ten seconds. */
const longerThanLease = { from: 10_500, to: 14_000 };
const short = { from: 300, to: 3_000 };
/** A network fault that ends before the lease does, and one that does not. */
const network = { usual: { from: 300, to: 6_000 }, long: { from: 8_000, to: 14_000 } };
const down = { from: 100, to: 5_000 };
const gapMs = { from: 100, to: 800 };
/** Every minute ends without new faults: what is broken by then must work again. */
const minuteMs = 60_000;
const calmMs = 6_000;

const between = (draw: Draw, { from, to }: { from: number; to: number }): number => draw.int(from, to);

/** What cannot suffer two faults at once. */
function resourceOf(fault: Fault): string {
  if (fault.of === 'link') return fault.link;
  return fault.of === 'instance' ? `instance ${fault.instance}` : fault.of;
}

function drawLink(draw: Draw): LinkName {
  const instance = draw.pick(instanceNumbers);
  const member = draw.pick(memberNumbers);
  return draw.pick<LinkName>([
    `instance ${instance} - database`,
    `instance ${instance} - member ${member}`,
    `instance ${instance} - member ${member}`,
    `instance ${instance} - nats`,
    `instance ${instance} - carrier`,
    `clients - instance ${instance}`,
    `carrier - instance ${instance}`,
    `members - member ${member}`,
  ]);
}

function drawLinkFault(draw: Draw): LinkFault {
  return draw.pick<() => LinkFault>([
    () => ({ kind: 'cut' }),
    () => ({ kind: 'delay', ms: draw.int(20, 1_500) }),
    () => ({
      kind: 'half-open',
      way: draw.pick(['there', 'back', 'both']),
      afterwards: draw.pick(['deliver', 'reset']),
    }),
  ])();
}

const drawNetworkMs = (draw: Draw): number => between(draw, draw.chance(0.2) ? network.long : network.usual);

type Kind = (draw: Draw, at: number, maxOffsetMs: number) => Fault;

/** The kinds of faults with their weights. */
const kinds: readonly (readonly [weight: number, kind: Kind])[] = [
  [
    22,
    (draw, at) => ({
      at,
      kind: 'link',
      of: 'link',
      link: drawLink(draw),
      suffers: drawLinkFault(draw),
      forMs: drawNetworkMs(draw),
    }),
  ],
  [
    3,
    (draw, at) => ({
      at,
      kind: 'kill',
      of: 'instance',
      instance: draw.pick(instanceNumbers),
      forMs: between(draw, down),
    }),
  ],
  [
    2,
    (draw, at) => ({
      at,
      kind: 'freeze',
      of: 'instance',
      instance: draw.pick(instanceNumbers),
      forMs: between(draw, draw.chance(0.5) ? longerThanLease : short),
    }),
  ],
  [
    1,
    (draw, at) => ({
      at,
      kind: 'restart',
      of: 'instance',
      instance: draw.pick(instanceNumbers),
      forMs: between(draw, down),
    }),
  ],
  [
    1,
    (draw, at, maxOffsetMs) => {
      const instance = draw.pick(instanceNumbers);
      const offsetMs = Math.round((2 * draw.number() - 1) * maxOffsetMs);
      const restart = { at, of: 'instance', instance, forMs: between(draw, down) } as const;
      return offsetMs === 0 ? { kind: 'restart', ...restart } : { kind: 'clock', offsetMs, ...restart };
    },
  ],
  [
    1.5,
    (draw, at) => ({
      at,
      kind: draw.pick(['kill', 'freeze']),
      of: 'member',
      role: draw.pick(['primary', 'primary', 'secondary']),
      forMs: between(draw, { from: 500, to: 8_000 }),
    }),
  ],
  [
    1,
    (draw, at) => ({
      at,
      kind: draw.pick(['kill', 'kill', 'freeze']),
      of: 'nats',
      forMs: between(draw, { from: 200, to: 6_000 }),
    }),
  ],
];

const totalWeight = kinds.reduce((sum, [weight]) => sum + weight, 0);

function drawFault(draw: Draw, { at, maxOffsetMs }: { at: number; maxOffsetMs: number }): Fault {
  let left = draw.number() * totalWeight;
  const [, kind] = kinds.find(([weight]) => (left -= weight) < 0) ?? kinds[0] ?? [];
  if (!kind) throw new RangeError('there are no kinds of faults');
  return kind(draw, at, maxOffsetMs);
}

/**
 * Draws the faults of a run, in the order in which they begin. The same input has the same plan. A process or a link
 * suffers one fault at a time; different ones fail together.
 */
export function drawPlan({ seed, forMs, maxOffsetMs }: PlanInput): readonly Fault[] {
  const draw = createDraw({ seed, purpose: 'chaos plan' });
  const busyUntil = new Map<string, number>();
  const plan: Fault[] = [];
  for (let at = between(draw, gapMs); at < forMs; at += between(draw, gapMs)) {
    if (at % minuteMs > minuteMs - calmMs) continue;
    const fault = drawFault(draw, { at, maxOffsetMs });
    const resource = resourceOf(fault);
    if (at < (busyUntil.get(resource) ?? 0)) continue;
    busyUntil.set(resource, at + fault.forMs + recoveryMs(fault));
    plan.push(fault);
  }
  return plan;
}

/** How long a process needs until it can suffer the next fault. */
function recoveryMs({ of }: Fault): number {
  return of === 'link' ? 0 : 6_000;
}
