export { createProcessRegistry } from './metrics/process-metrics.ts';
export { createApp } from './app.ts';
export type { HttpApp } from './app.ts';
export type { ApiKey } from './caller.ts';
export { roles } from '../domain/role.ts';
export type { Role } from '../domain/role.ts';
export type { AppDeps, Dependency, MachineDescription, ServiceFacts } from './deps.ts';
export { withClientDefaults } from './requests/new-definition.ts';
export type { StoreCopies } from './deps.ts';
