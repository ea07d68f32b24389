import type { FlowNode } from './entries.ts';

/** The entries of a call, and its named branches. */
export type Flow = {
  flow: readonly FlowNode[];
  branches?: Readonly<Record<string, readonly FlowNode[]>> | undefined;
};

/** One entry: the name of its branch, and its index there. The entries of `flow` are the branch `start`. */
export type Place = { branch: string; index: number };

export const startName = 'start';
export const startOfFlow: Place = { branch: startName, index: 0 };

/** The beginning of a branch. */
export const beginOf = (branch: string): Place => ({ branch, index: 0 });
export const after = ({ branch, index }: Place): Place => ({ branch, index: index + 1 });

/** The entries of a branch; undefined if there is no such branch. */
export function entriesOf({ flow, branches = {} }: Flow, branch: string): readonly FlowNode[] | undefined {
  if (branch === startName) return flow;
  return Object.hasOwn(branches, branch) ? branches[branch] : undefined;
}

/** The entry at a place; undefined past the end of its branch. */
export function entryAt(flow: Flow, { branch, index }: Place): FlowNode | undefined {
  return entriesOf(flow, branch)?.[index];
}

/** Every place that has an entry: those of the flow, then those of the branches. */
export function allPlaces(flow: Flow): { place: Place; entry: FlowNode }[] {
  return [startName, ...Object.keys(flow.branches ?? {})].flatMap((branch) =>
    [...(entriesOf(flow, branch) ?? []).entries()].map(([index, entry]) => ({
      place: { branch, index },
      entry,
    })),
  );
}

/** Where the entry stands in its step. */
export function pathOf({ branch, index }: Place): (string | number)[] {
  return branch === startName ? ['flow', index] : ['branches', branch, index];
}

/** A place as one word: `3` in the flow, `menu.3` in a branch. */
export function placeText({ branch, index }: Place): string {
  return branch === startName ? String(index) : `${branch}.${index}`;
}

/** The place of such a word, or null. */
export function readPlace(text: string): Place | null {
  const [, branch = startName, index = ''] = /^(?:([a-z0-9-]{1,63})\.)?(\d{1,3})$/.exec(text) ?? [];
  return index === '' ? null : { branch, index: Number(index) };
}
