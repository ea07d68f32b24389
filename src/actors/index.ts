export { readEnrollmentRow } from '../machines/enrollment/enrollment-row.ts';
export { createEngine } from './engine.ts';
export type { CallOrder, CommandReply, Engine, SuppressionOrder } from './engine-contract.ts';
export type { CampaignCommand, ContactCommand, StorableEvent } from './events.ts';
export { defaultTimes } from './kit.ts';
export type { EngineTimes } from './kit.ts';
export { defaultLease } from './ownership/lease.ts';
export type { LeaseTimes } from './ownership/lease.ts';
export { horizonMs as startHorizonMs } from './dispatch/take-slots.ts';
export type { SharedLimits } from '../domain/campaign/limit-scope.ts';
export {
  alwaysOpenCalendar,
  dueInstant,
  readSnapshot,
  stateOf,
  storedDue,
  windowLookup,
} from './turn/campaign-memory.ts';
export type { WindowsFor } from './turn/campaign-memory.ts';
export { createReconciler } from './restore/reconciler.ts';
export type { Reconciler } from './restore/reconciler.ts';
export { restoreRefusal } from './restore/restore-phase.ts';
export { silentObserver, takings } from './watching/observer.ts';
export type { Observer, Taking } from './watching/observer.ts';
export { tracedObserver } from './watching/tracing-observer.ts';
export type { CampaignFigures } from './watching/campaign-figures.ts';
export type { FiguresReader, RuntimeFigures } from './watching/figures.ts';
export { createRuntime } from './host/runtime.ts';
export type { TurnEvents } from './committed.ts';
export type { Runtime } from './host/runtime.ts';
export type { RuntimeInput } from './host/runtime-input.ts';
export { withRestOfWarmUp } from './sending/rest-of-warm-up.ts';
