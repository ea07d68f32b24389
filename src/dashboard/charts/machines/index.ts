export { hueOf, hues } from './hues.ts';
export type { Hue } from './hues.ts';
export type { MachineLayouts, Rendition } from './layout.ts';
export { machineChart } from './machine-chart.ts';
export { machineMap } from './machine-map.ts';
export { layoutsOf } from './layouts-of.ts';
export { transitionName } from './parts.ts';
