import type { JourneyStep } from '../../queries/index.ts';
import type { MachineDescription, MachineNode } from '../deps.ts';

/** The version of the protocol of `@statelyai/inspect`. Its receivers ignore messages without one. */
const protocolVersion = '0.7.2';

type Snapshot = { status: 'active' | 'done'; value: unknown; context: Readonly<Record<string, unknown>> };

type Common = {
  /** The id of the actor. */
  sessionId: string;
  /** The campaign. */
  rootId: string;
  /** Milliseconds of system time, as text. */
  createdAt: string;
  id: null;
  _version: string;
};

/** The three messages of `@statelyai/inspect`. */
export type InspectMessage = Common &
  (
    | {
        type: '@xstate.actor';
        name: string;
        parentId?: string;
        /** The config of the machine, as JSON text. */
        definition: string;
        snapshot: Snapshot;
      }
    | { type: '@xstate.event'; event: { type: string } & Readonly<Record<string, unknown>> }
    | { type: '@xstate.snapshot'; event: { type: string }; snapshot: Snapshot }
  );

/** What messages say about an actor. */
export type InspectedActor = {
  id: string;
  machine: string;
  campaign: string;
  /** Its path, such as `running.waiting`. */
  state: string;
  context: Readonly<Record<string, unknown>>;
};

/** These name addresses and senders, or come from outside as they are. */
const personal: ReadonlySet<string> = new Set(['address', 'sender', 'details']);

/** `running.waiting` as XState writes it: `{ running: 'waiting' }`. */
function valueOf(path: string): unknown {
  const [outer = '', ...inner] = path.split('.');
  return inner.length === 0 ? outer : { [outer]: valueOf(inner.join('.')) };
}

function isFinal({ definition }: MachineDescription, path: string): boolean {
  let node: MachineNode | undefined = definition;
  for (const name of path.split('.')) node = node?.states?.[name];
  return node?.['type'] === 'final';
}

/** Creates the messages about actors of a machine. Contexts are sent without addresses. */
export function createInspectMessages({
  machine,
  now,
}: {
  machine: MachineDescription;
  /** System time. */
  now: () => number;
}) {
  const common = ({ id, campaign }: InspectedActor): Common => ({
    sessionId: id,
    rootId: campaign,
    createdAt: String(Math.floor(now())),
    id: null,
    _version: protocolVersion,
  });
  const snapshotOf = ({ state, context }: Pick<InspectedActor, 'state' | 'context'>): Snapshot => ({
    status: isFinal(machine, state) ? 'done' : 'active',
    value: valueOf(state),
    context: Object.fromEntries(Object.entries(context).filter(([name]) => !personal.has(name))),
  });

  return {
    actor: (actor: InspectedActor): InspectMessage => ({
      ...common(actor),
      type: '@xstate.actor',
      name: `${actor.machine} ${actor.id}`,
      ...(actor.id !== actor.campaign && { parentId: actor.campaign }),
      definition: JSON.stringify(machine.config),
      snapshot: snapshotOf(actor),
    }),
    /** A transition: its event with the data of the line that tells it, and the snapshot after it. */
    transition({
      actor,
      step,
      line,
    }: {
      actor: InspectedActor;
      step: Pick<JourneyStep, 'event' | 'to'>;
      line: { type: string; at: string; seq: number; data: Readonly<Record<string, unknown>> };
    }): InspectMessage[] {
      const { type: told, at, seq, data } = line;
      const type = step.event ?? 'xstate.init';
      return [
        { ...common(actor), type: '@xstate.event', event: { ...data, told, at, seq, type } },
        { ...common(actor), type: '@xstate.snapshot', event: { type }, snapshot: snapshotOf(actor) },
      ];
    },
  };
}
