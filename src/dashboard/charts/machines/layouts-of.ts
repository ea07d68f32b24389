import type { MachineLayouts, Rendition } from './layout.ts';
import { attemptChart } from './layouts/attempt-full.ts';
import { attemptMap } from './layouts/attempt-map.ts';
import { campaignChart } from './layouts/campaign-full.ts';
import { campaignMap } from './layouts/campaign-map.ts';
import { enrollmentChart } from './layouts/enrollment-full.ts';
import { enrollmentMap } from './layouts/enrollment-map.ts';

const layouts: Readonly<Record<string, Readonly<Record<Rendition, MachineLayouts>>>> = {
  campaign: { map: campaignMap, full: campaignChart },
  enrollment: { map: enrollmentMap, full: enrollmentChart },
  attempt: { map: attemptMap, full: attemptChart },
};

/** The layouts of a machine; null for a name that no machine has. */
export const layoutsOf = (machine: string, rendition: Rendition): MachineLayouts | null =>
  Object.hasOwn(layouts, machine) ? (layouts[machine]?.[rendition] ?? null) : null;
