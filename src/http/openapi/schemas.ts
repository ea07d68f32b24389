import { z } from 'zod';
import { componentNames } from '../schemas/common.ts';

export type Json = Readonly<Record<string, unknown>>;

export type Schemas = ReturnType<typeof createSchemas>;

/** Creates a collection of schemas that returns references to them. A schema with a name keeps it. */
export function createSchemas({ io, suffix }: { io: 'input' | 'output'; suffix: string }) {
  const used = z.registry<{ id: string }>();
  const names = new Set<string>();
  let rendered: Readonly<Record<string, Json>> | null = null;
  const refTo = (id: string): string => `#/components/schemas/${id}`;

  const addShared = (): void => {
    for (const [schema, name] of componentNames) {
      if (!used.has(schema)) used.add(schema, { id: `${name}${suffix}` });
    }
  };

  return {
    /** Returns a reference to a schema, which becomes a component under its own name or the given one. */
    refer(schema: z.ZodType, name: string): Json {
      const shared = componentNames.get(schema);
      const id = shared === undefined ? name : `${shared}${suffix}`;
      if (!used.has(schema)) used.add(schema, { id });
      names.add(used.get(schema)?.id ?? id);
      return { $ref: refTo(used.get(schema)?.id ?? id) };
    },
    /** Returns all schemas that are referenced, directly or indirectly. */
    all(): Readonly<Record<string, Json>> {
      if (rendered) return rendered;
      addShared();
      const { schemas } = z.toJSONSchema(used, { io, uri: refTo, unrepresentable: 'any' });
      const plain = new Map(
        Object.entries(schemas).map(([id, schema]) => {
          const { $schema: _dialect, $id: _id, ...rest } = schema as Record<string, unknown>;
          return [id, rest] as const;
        }),
      );
      rendered = Object.fromEntries([...reachable(names, plain)].map((id) => [id, plain.get(id) ?? {}]));
      return rendered;
    },
  };
}

function reachable(from: Iterable<string>, schemas: ReadonlyMap<string, Json>): Set<string> {
  const found = new Set<string>();
  const visit = (id: string): void => {
    if (found.has(id)) return;
    found.add(id);
    const text = JSON.stringify(schemas.get(id) ?? {});
    for (const match of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) visit(match[1] ?? '');
  };
  for (const id of from) visit(id);
  return found;
}
