export { explain, type Reason, type Why } from './why/explain.ts';
export type { GroupFacts, LaterFacts, LimitCode, WhyFacts } from './why/facts.ts';
