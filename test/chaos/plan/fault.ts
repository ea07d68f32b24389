import type { LinkFault } from '../network/link.ts';

export const instanceNumbers = [1, 2, 3] as const;
export const memberNumbers = [1, 2, 3] as const;

/** A link that can suffer faults. `database`: the links of an instance to all members. */
export type LinkName =
  | `instance ${number} - ${'database' | 'nats' | 'carrier' | `member ${number}`}`
  | `clients - instance ${number}`
  | `carrier - instance ${number}`
  | `members - member ${number}`;

/** A member of the replica set: the one that is primary when the fault begins, or another one. */
export type MemberRole = 'primary' | 'secondary';

/** Something that goes wrong for `forMs` milliseconds. */
export type Fault = { at: number; forMs: number } & (
  | { kind: 'kill' | 'restart' | 'freeze'; of: 'instance'; instance: number }
  | { kind: 'clock'; of: 'instance'; instance: number; offsetMs: number }
  | { kind: 'kill' | 'freeze'; of: 'member'; role: MemberRole }
  | { kind: 'kill' | 'freeze'; of: 'nats' }
  | { kind: 'link'; of: 'link'; link: LinkName; suffers: LinkFault }
);

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Returns what the fault is called in counts: `kill instance`, `half-open link`. */
export function kindOf(fault: Fault): string {
  return fault.kind === 'link' ? `${fault.suffers.kind} link` : `${fault.kind} ${fault.of}`;
}

function subjectOf(fault: Fault): string {
  switch (fault.of) {
    case 'instance':
      return `instance ${fault.instance}`;
    case 'member':
      return `the ${fault.role}`;
    case 'nats':
      return 'nats';
    case 'link':
      return fault.link;
  }
}

function detailOf(fault: Fault): string {
  if (fault.kind === 'clock') return ` by ${fault.offsetMs} ms`;
  if (fault.kind !== 'link') return '';
  const { suffers } = fault;
  if (suffers.kind === 'delay') return ` by ${suffers.ms} ms`;
  return suffers.kind === 'half-open' ? ` (${suffers.way}, then ${suffers.afterwards})` : '';
}

/** Returns a line such as `12.3 s  half-open  instance 1 - nats (back, then reset)  for 4.0 s`. */
export function faultLine(fault: Fault): string {
  const kind = fault.kind === 'link' ? fault.suffers.kind : fault.kind;
  return `${seconds(fault.at).padStart(8)}  ${kind} ${subjectOf(fault)}${detailOf(fault)}, ${seconds(fault.forMs)}`;
}
