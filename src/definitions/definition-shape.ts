import { z } from 'zod';
import { campaignDefinitionSchema } from '../channels/registry.ts';
import { valueAt } from './explain/issue-path.ts';
import type { IssuePath, Place } from './explain/issue-path.ts';

type Node = z.core.JSONSchema.JSONSchema;

/** Creates the lookup of places in the JSON Schema of a definition. It follows the branches that fit `value`. */
export function createDefinitionShape({ value }: { value: unknown }): {
  placeAt: (path: IssuePath) => Place;
  /** Whether a definition can have a key at this path. */
  hasKey: (path: IssuePath) => boolean;
} {
  const root: Node = z.toJSONSchema(campaignDefinitionSchema, { io: 'input' });
  const nodesAt = (path: IssuePath): Node[] => {
    let nodes = branches(root, value);
    for (const [index, part] of path.entries()) {
      const inside = valueAt(value, path.slice(0, index + 1));
      nodes = nodes.flatMap((node) => children(node, part)).flatMap((node) => branches(node, inside));
    }
    return nodes;
  };
  return {
    placeAt: (path) => describe(nodesAt(path)),
    hasKey: (path) => nodesAt(path).length > 0,
  };
}

function children(node: Node, part: string | number): Node[] {
  const { items, properties, additionalProperties } = node;
  const found = typeof part === 'number' ? items : (properties?.[part] ?? additionalProperties);
  return isNode(found) ? [found] : [];
}

/** Returns the branches of a union whose fixed keys (the channel of a step) agree with the value. */
function branches(node: Node, value: unknown): Node[] {
  const options = node.anyOf ?? node.oneOf;
  if (!options) return [node];
  const described = options
    .filter(isNode)
    .map((option) => ({ description: node.description, ...option }) as Node);
  const fitting = described.filter((option) =>
    Object.entries(option.properties ?? {}).every(([key, property]) => {
      const actual = valueAt(value, [key]);
      return (
        !isNode(property) || property.const === undefined || actual === undefined || actual === property.const
      );
    }),
  );
  return fitting.length > 0 ? fitting : described;
}

function describe(nodes: readonly Node[]): Place {
  const names = nodes.flatMap(({ propertyNames }) =>
    isNode(propertyNames) ? (propertyNames.enum ?? []) : [],
  );
  const keys = [...nodes.flatMap(({ properties }) => Object.keys(properties ?? {})), ...names];
  const words = nodes.flatMap((node) => (node.const === undefined ? (node.enum ?? []) : [node.const]));
  return {
    keys: texts(keys),
    words: texts(words),
    description: nodes.find(({ description }) => description)?.description ?? null,
    isDuration: nodes.some(({ pattern }) => pattern?.endsWith('(ms|s|m|h|d)$')),
  };
}

function texts(values: readonly unknown[]): string[] {
  return [...new Set(values.filter((value) => typeof value === 'string'))];
}

function isNode(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}
