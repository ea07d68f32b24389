export { estimateEnd, type Estimate, type EstimateInput } from './estimate/estimate-end.ts';
export type { DueContacts, EstimateGroup } from './estimate/groups.ts';
export type { EstimateLimits } from './estimate/pace.ts';
export type { TouchRules } from './estimate/touch-model.ts';
