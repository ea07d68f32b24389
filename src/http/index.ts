export { createApp } from './app.ts';
export type { ApiKey, Role } from './caller.ts';
export { roles } from './caller.ts';
export type { AppDeps, Dependency, MachineDescription, ServiceFacts } from './deps.ts';
export { withClientDefaults } from './requests/new-definition.ts';
