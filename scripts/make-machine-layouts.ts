/** Writes the layouts of the dashboard's charts of machines, read from the definitions. `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import Elk from 'elkjs';
import type { AnyStateMachine } from 'xstate';
import type { MachineLayout, MachineLayouts, Rendition } from '../src/dashboard/charts/machines/layout.ts';
import { enrollmentEnds } from '../src/domain/contact/enrollment.ts';
import { attemptMachine } from '../src/machines/attempt/attempt-machine.ts';
import { campaignMachine } from '../src/machines/campaign/campaign-machine.ts';
import { enrollmentMachine } from '../src/machines/enrollment/enrollment-machine.ts';
import { readModel } from './machine-layouts/chart-model.ts';
import { graphOf } from './machine-layouts/elk-graph.ts';
import type { Direction } from './machine-layouts/elk-graph.ts';
import { readLayout } from './machine-layouts/read-layout.ts';
import { machineSettings } from './machine-layouts/settings.ts';
import type { MachineName } from './machine-layouts/settings.ts';

const machines: Readonly<Record<MachineName, AnyStateMachine>> = {
  campaign: campaignMachine,
  enrollment: enrollmentMachine,
  attempt: attemptMachine,
};
const renditions: readonly Rendition[] = ['map', 'full'];
const folder = new URL('../src/dashboard/charts/machines/layouts/', import.meta.url);

const engine = new Elk.default();

async function layOut(
  machine: MachineName,
  rendition: Rendition,
  direction: Direction,
): Promise<MachineLayout> {
  const ends = machine === 'enrollment' && rendition === 'map' ? enrollmentEnds : [];
  const model = readModel({ machine: machines[machine], ends });
  const chart = { machine, model, rendition, direction, settings: machineSettings[machine] };
  return readLayout(chart, await engine.layout(graphOf(chart)));
}

/** One line for each box and arrow, so that a change of a machine can be read as a difference. */
function inLines(layout: MachineLayout): string {
  const { boxes, arrows, ...head } = layout;
  const list = (items: readonly unknown[]): string =>
    items.map((item) => `${JSON.stringify(item)},`).join('\n');
  return `${JSON.stringify(head).slice(0, -1)}, boxes: [\n${list(boxes)}\n], arrows: [\n${list(arrows)}\n] }`;
}

function fileOf(name: string, { right, down }: MachineLayouts): string {
  return `// Made by scripts/make-machine-layouts.ts from src/machines. Change those, then \`npm run docs\`.
import type { MachineLayouts } from '../layout.ts';

export const ${name}: MachineLayouts = {
right: ${inLines(right)},
down: ${inLines(down)},
};
`;
}

/** The text of each file of layouts, by its name. */
export async function makeMachineLayouts(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const machine of Object.keys(machines) as MachineName[]) {
    for (const rendition of renditions) {
      const layouts = {
        right: await layOut(machine, rendition, 'right'),
        down: await layOut(machine, rendition, 'down'),
      };
      const name = `${machine}${rendition === 'map' ? 'Map' : 'Chart'}`;
      files.set(`${machine}-${rendition}.ts`, fileOf(name, layouts));
    }
  }
  return files;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [name, text] of await makeMachineLayouts()) writeFileSync(new URL(name, folder), text);
}
