export { createCampaignLog } from './campaign-log.ts';
export { readInstances } from './instances.ts';
export type { InstanceView } from './instances.ts';
export { createLive } from './live.ts';
export type { Live } from './live.ts';
export type { ActiveCalls, CampaignLine, LiveData, Topic, TopicName } from './topics.ts';
