/** Writes docs/machines.md: every machine as a diagram and as a table, both read from its definition. `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { machineMermaid } from '../src/domain/machine/machine-mermaid.ts';
import { readMachineTree } from '../src/domain/machine/machine-tree.ts';
import { enrollmentEnds } from '../src/domain/contact/enrollment.ts';
import { attemptImplementation, attemptMachine } from '../src/machines/attempt/attempt-machine.ts';
import { campaignImplementation, campaignMachine } from '../src/machines/campaign/campaign-machine.ts';
import {
  enrollmentImplementation,
  enrollmentMachine,
} from '../src/machines/enrollment/enrollment-machine.ts';
import { formatPage } from './format-page.ts';

type Page = {
  machine: AnyStateMachine;
  effects: readonly string[];
  title: string;
  text: string;
};

const pages: readonly Page[] = [
  {
    machine: campaignMachine,
    effects: campaignImplementation.effects,
    title: 'Campaign',
    text: 'The life of a campaign. The host works out the facts in every turn and sends them as `ASSESSED`: how many contacts remain, how many attempts are open, whether contacts may be added, and why nothing can start. The snapshot is stored with the campaign.',
  },
  {
    machine: enrollmentMachine,
    effects: enrollmentImplementation.effects,
    title: 'Enrollment',
    text: `One contact in one campaign. Every figure that depends on policy or time comes in with the event: when a retry is due, when the next step is due, which end a \`stop\` leads to. \`isOver\` asks whether the event leads to an end. There is one state \`ended\`; how the enrollment ended is \`end\` in the context, one of ${enrollmentEnds.map((end) => `\`${end}\``).join(', ')}. \`AMENDED\` is stronger evidence about the last attempt. State and context are columns of the enrollment's row, and an ended row has the name of its end as its state.`,
  },
  {
    machine: attemptMachine,
    effects: attemptImplementation.effects,
    title: 'Attempt',
    text: 'One attempt of any channel. It only moves forward: a late or repeated report is noted, but never moves an attempt back. `preparing` is for channels that prepare a touch before they may send it. The commit that enters `sending` issues the permit to send. `placed` means that the provider has the touch; how far it is, for a call that it rings, is `progress` in the context, in the order that the channel declares. `settling` waits for answers of the contact that the end has overtaken. `unknown` means that the request may or may not have reached the provider. State and context are columns of the row of the attempt.',
  },
];

const root = (machine: AnyStateMachine): AnyStateNode => machine.root;
const childrenOf = (node: AnyStateNode): AnyStateNode[] => Object.values(node.states);
const leavesOf = (node: AnyStateNode): AnyStateNode[] =>
  childrenOf(node).length === 0 ? [node] : childrenOf(node).flatMap(leavesOf);
const targetsOf = ({ target }: AnyTransitionDefinition): string[] => (target ?? []).map(({ key }) => key);

function diagramOf({ machine }: Page): string {
  const definition = JSON.parse(JSON.stringify(machine)) as Record<string, unknown>;
  return ['```mermaid', ...machineMermaid(readMachineTree(definition), null), '```'].join('\n');
}

/** What a state does with an event: its own transitions, else those of the states around it. */
function transitionsFor(node: AnyStateNode, event: string): readonly AnyTransitionDefinition[] | null {
  const own = node.transitions.get(event);
  if (own) return own;
  return node.parent ? transitionsFor(node.parent, event) : null;
}

function cellOf(node: AnyStateNode, event: string): string {
  const transitions = transitionsFor(node, event);
  if (!transitions) return '';
  const outcomes = transitions.map((transition) => {
    const targets = targetsOf(transition);
    if (targets.length > 0) return targets.join(', ');
    return transition.actions.length > 0 || transition.guard !== undefined ? 'stays' : 'ignored';
  });
  return [...new Set(outcomes)].join(' / ');
}

function tableOf(page: Page): string {
  const leaves = leavesOf(root(page.machine));
  const events = new Set(
    [root(page.machine), ...leaves].flatMap((node) => {
      const around = node.parent ? [...node.parent.transitions.keys()] : [];
      return [...node.transitions.keys(), ...around];
    }),
  );
  const rows = [...events].sort().map((event) => {
    const cells = leaves.map((leaf) => cellOf(leaf, event));
    return `| \`${event}\` | ${cells.join(' | ')} |`;
  });
  const heads = leaves.map(({ key, parent }) => (parent?.parent ? `${parent.key}: ${key}` : key));
  return [`| event | ${heads.join(' | ')} |`, `|---|${heads.map(() => '---|').join('')}`, ...rows].join('\n');
}

function sectionOf(page: Page): string {
  const { title, text, machine, effects } = page;
  const asked = effects.map((effect) => `\`${effect}\``).join(', ');
  return [
    `## ${title}`,
    `${text}\n\nVersion ${String(machine.version)}. Effects that the host performs for it: ${asked}.`,
    diagramOf(page),
    tableOf(page),
  ].join('\n\n');
}

const head = `# Machines

<!-- Made by scripts/make-machine-docs.ts from the definitions in src/machines. Change those, then \`npm run docs\`. -->

Three XState machines decide everything. They are pure: no clock, no timer, no I/O. They name their effects, and the host
performs them after the commit. How they are run: [concepts](concepts.md).

\`GET /v1/machines/:name\` serves the \`config\` of each: plain JSON for \`createMachine\` or for
[Stately's editor](https://stately.ai/editor), with guards and actions by name.

In the diagrams a name in brackets \`[…]\` is the guard of a transition, and \`entry /\` and \`exit /\` are actions of a
state. In the tables a cell says where an event leads: \`stays\` means that the event is noted in the same state,
\`ignored\` that it is known and changes nothing, and an empty cell that the state does not take it. A command is then
refused with \`409\` and the commands that are taken, or answered with \`changed: false\` if it asks for the present
state.`;

/** The whole page, formatted. */
export async function makeMachineDocs(): Promise<string> {
  return formatPage(`${[head, ...pages.map(sectionOf)].join('\n\n')}\n`, { proseWrap: 'always' });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('../docs/machines.md', import.meta.url), await makeMachineDocs());
}
