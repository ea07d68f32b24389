export { createEngine } from './engine.ts';
export type { CallOrder, CommandReply, Engine } from './engine-contract.ts';
export type { EvidenceVerdict } from './decide/evidence.ts';
export type { CampaignCommand, ContactCommand } from './events.ts';
export { defaultTimes } from './kit.ts';
export type { EngineTimes } from './kit.ts';
export { defaultLease } from './lease.ts';
export type { LeaseTimes } from './lease.ts';
export { horizonMs as startHorizonMs } from './dispatch.ts';
export { capsOf, scopesOf } from './limits.ts';
export type { SharedLimits } from './limits.ts';
export {
  alwaysOpenCalendar,
  fromStoredTime,
  readSnapshot,
  stateOf,
  toStoredTime,
  windowLookup,
} from './campaign-memory.ts';
export type { WindowsFor } from './campaign-memory.ts';
export { createRuntime } from './runtime.ts';
export type { TurnEvents } from './committed.ts';
export type { Runtime, RuntimeInput } from './runtime.ts';
export { withRestOfWarmUp } from './rest-of-warm-up.ts';
