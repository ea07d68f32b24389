/** Writes docs/machines.md: every machine as a diagram and as a table, both read from its definition. `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { enrollmentEnds } from '../src/domain/contact/enrollment.ts';
import { callMachine } from '../src/machines/call-machine.ts';
import { campaignMachine } from '../src/machines/campaign-machine.ts';
import { enrollmentMachine } from '../src/machines/enrollment-machine.ts';

type Page = {
  machine: AnyStateMachine;
  title: string;
  text: string;
  /** States that behave alike and are shown as one. */
  group?: { name: string; states: readonly string[] };
};

const pages: readonly Page[] = [
  {
    machine: campaignMachine,
    title: 'Campaign',
    text: 'The life of a campaign. `ASSESSED` brings the facts of the moment, worked out by the host in every turn: how many people remain, how many attempts are open, whether more may come, and what stands in the way. The snapshot is stored with the campaign.',
  },
  {
    machine: enrollmentMachine,
    title: 'Enrollment',
    text: "One person's way through a campaign. Every figure that depends on policy or time comes in with the event: when a retry would be due, when the next step, which end a `stop` leads to. `endsAs` asks which of the ten ends the event leads to, if any; `AMENDED` is stronger evidence about the last attempt. State and context are columns of the person's row.",
    group: { name: 'ended', states: enrollmentEnds },
  },
  {
    machine: callMachine,
    title: 'Call',
    text: 'The voice view of an attempt. The order is monotonic: a late or repeated callback is noted, but never moves a call back. `settling` waits a moment for digits that a hang-up has overtaken; `unknown` means that nobody knows whether the request arrived. State and context are columns of the row of the attempt.',
  },
];

const anyState = 'any state';
const root = (machine: AnyStateMachine): AnyStateNode => machine.root;
const childrenOf = (node: AnyStateNode): AnyStateNode[] => Object.values(node.states);
const leavesOf = (node: AnyStateNode): AnyStateNode[] =>
  childrenOf(node).length === 0 ? [node] : childrenOf(node).flatMap(leavesOf);
const guardOf = ({ guard }: AnyTransitionDefinition): string | null =>
  guard === undefined ? null : typeof guard === 'string' ? guard : 'type' in guard ? guard.type : guard.name;

function nameOf({ group }: Page, node: AnyStateNode): string {
  return group?.states.includes(node.key) ? group.name : node.key;
}

function targetsOf(page: Page, transition: AnyTransitionDefinition): string[] {
  return (transition.target ?? []).map((node) => nameOf(page, node));
}

/** `a-b` is no identifier in a diagram. */
const identifier = (name: string): string => name.replaceAll(/[^a-z]/g, '_');

type Edge = { from: string; to: string; label: string };

function edgesOf(page: Page, node: AnyStateNode): Edge[] {
  const from = node.parent ? nameOf(page, node) : anyState;
  const own = [...node.transitions].flatMap(([event, transitions]) =>
    transitions.flatMap((transition) => {
      const guard = guardOf(transition);
      const label = guard === null || guard === 'endsAs' ? event : `${event} [${guard}]`;
      return targetsOf(page, transition).map((to) => ({ from, to, label }));
    }),
  );
  return [...own, ...childrenOf(node).flatMap((child) => edgesOf(page, child))];
}

/** One arrow for all that lead the same way; arrows from a state to itself say nothing in a picture. */
function arrowsOf(page: Page): string[] {
  const labels = new Map<string, Set<string>>();
  for (const { from, to, label } of edgesOf(page, root(page.machine))) {
    if (from === to) continue;
    const key = `${identifier(from)} --> ${identifier(to)}`;
    labels.set(key, (labels.get(key) ?? new Set()).add(label));
  }
  return [...labels].map(([arrow, all]) => `  ${arrow}: ${[...all].join(', ')}`);
}

function statesOf(page: Page, node: AnyStateNode, indent: string): string[] {
  const names = new Set(childrenOf(node).map((child) => nameOf(page, child)));
  const initial = node.initial.target[0];
  const lines = [...names].flatMap((name) => {
    const child = node.states[name];
    const declared = `${indent}state "${name}" as ${identifier(name)}`;
    if (!child || childrenOf(child).length === 0) return [declared];
    return [`${declared} {`, ...statesOf(page, child, `${indent}  `), `${indent}}`];
  });
  return initial ? [...lines, `${indent}[*] --> ${identifier(nameOf(page, initial))}`] : lines;
}

function diagramOf(page: Page): string {
  const hasRootEvents = [...root(page.machine).transitions.keys()].length > 0;
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...statesOf(page, root(page.machine), '  '),
    ...(hasRootEvents ? [`  state "${anyState}" as ${identifier(anyState)}`] : []),
    ...arrowsOf(page),
    '```',
  ].join('\n');
}

/** What a state does with an event: its own transitions, else those of the states around it. */
function transitionsFor(node: AnyStateNode, event: string): readonly AnyTransitionDefinition[] | null {
  const own = node.transitions.get(event);
  if (own) return own;
  return node.parent ? transitionsFor(node.parent, event) : null;
}

/** Every end may become another one; no other state leads to itself. */
const isWithin = (page: Page, node: AnyStateNode, targets: readonly string[]): boolean =>
  page.group !== undefined &&
  targets.every((name) => name === page.group?.name) &&
  nameOf(page, node) === page.group.name;

function cellOf(page: Page, node: AnyStateNode, event: string): string {
  const transitions = transitionsFor(node, event);
  if (!transitions) return '';
  const outcomes = transitions.map((transition) => {
    const targets = targetsOf(page, transition);
    if (targets.length > 0) return isWithin(page, node, targets) ? 'another end' : targets.join(', ');
    return transition.actions.length > 0 || transition.guard !== undefined ? 'stays' : 'ignored';
  });
  return [...new Set(outcomes)].join(' / ');
}

function tableOf(page: Page): string {
  const leaves = new Map(leavesOf(root(page.machine)).map((leaf) => [nameOf(page, leaf), leaf]));
  const events = new Set(
    [root(page.machine), ...leaves.values()].flatMap((node) => {
      const around = node.parent ? [...node.parent.transitions.keys()] : [];
      return [...node.transitions.keys(), ...around];
    }),
  );
  const rows = [...events].sort().map((event) => {
    const cells = [...leaves.values()].map((leaf) => cellOf(page, leaf, event));
    return `| \`${event}\` | ${cells.join(' | ')} |`;
  });
  const heads = [...leaves].map(([name, { parent }]) => (parent?.parent ? `${parent.key}: ${name}` : name));
  return [`| event | ${heads.join(' | ')} |`, `|---|${heads.map(() => '---|').join('')}`, ...rows].join('\n');
}

/** Actions that change nothing here: they reach the host as names and are performed once the turn is committed. */
function effectsOf({ machine }: Page): string {
  const effects = Object.entries(machine.implementations.actions)
    .filter(([, action]) => action !== undefined && !('resolve' in action))
    .map(([name]) => `\`${name}\``);
  return effects.join(', ');
}

function sectionOf(page: Page): string {
  const { title, text, machine, group } = page;
  const members = group ? `\`${group.name}\` stands for the ends ${group.states.join(', ')}.\n\n` : '';
  return [
    `## ${title}`,
    `${text}\n\n${members}Version ${String(machine.version)}. Effects it asks of the host: ${effectsOf(page)}.`,
    diagramOf(page),
    tableOf(page),
  ].join('\n\n');
}

const head = `# Machines

<!-- Made by scripts/make-machine-docs.ts from the definitions in src/machines. Change those, then \`npm run docs\`. -->

Three machines decide everything. They are pure: no clock, no timer, no I/O; what they want done they name, and the
host does it after the commit. How they are run: [concepts](concepts.md).

In the diagrams an event in brackets \`[…]\` has a condition. In the tables a cell says where an event leads: \`stays\`
means that it is taken and only noted, \`ignored\` that it is known and changes nothing, and an empty cell that the state
cannot take it. A command is then refused with \`409\` and the commands that can be taken, or, if it asks for what is so
already, answered with \`changed: false\`.`;

/** The whole page, formatted. */
export async function makeMachineDocs(): Promise<string> {
  const path = new URL('../docs/machines.md', import.meta.url).pathname;
  const options = { ...(await resolveConfig(path)), parser: 'markdown', proseWrap: 'always' } as const;
  return format(`${[head, ...pages.map(sectionOf)].join('\n\n')}\n`, options);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('../docs/machines.md', import.meta.url), await makeMachineDocs());
}
