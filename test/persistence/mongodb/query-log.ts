import { MongoClient } from 'mongodb';
import type { Document } from 'mongodb';

type Command = Readonly<Record<string, unknown>>;

/** Remembers one command of each shape, and asks the server how it would answer it. */
export type QueryLog = {
  note: (command: Command) => void;
  /** What tells the shapes apart: the verb, the collection and the names in the filter. */
  shapes: () => readonly string[];
  /** The shapes for which the server would look at every document of a collection. */
  withoutIndex: (where: { uri: string; database: string }) => Promise<readonly string[]>;
};

const verbs: ReadonlySet<string> = new Set(
  'find aggregate count distinct update delete findAndModify'.split(' '),
);

/** What belongs to the connection and the transaction, which an explanation must not have. */
const ofTheSession =
  'lsid txnNumber startTransaction autocommit $clusterTime $db $readPreference readConcern writeConcern ordered'.split(
    ' ',
  );

export function createQueryLog(): QueryLog {
  const known = new Map<string, Document>();

  return {
    note(command) {
      const [verb = ''] = Object.keys(command);
      if (!verbs.has(verb) || command['$db'] === 'admin') return;
      for (const one of singleOnes(verb, command)) {
        const shape = `${verb} ${String(one[verb])} ${namesIn(filterOf(verb, one)).join(' ')}`;
        if (!known.has(shape)) known.set(shape, one);
      }
    },
    shapes: () => [...known.keys()],
    async withoutIndex({ uri, database }) {
      const client = new MongoClient(uri);
      const found: string[] = [];
      for (const [shape, command] of known) {
        const explained = await client.db(database).command({ explain: command, verbosity: 'queryPlanner' });
        if (stagesIn(explained).includes('COLLSCAN')) found.push(shape);
      }
      await client.close();
      return found;
    },
  };
}

/** Explanations take one update or delete at a time. */
function singleOnes(verb: string, command: Command): Document[] {
  const plain = Object.fromEntries(Object.entries(command).filter(([name]) => !ofTheSession.includes(name)));
  const list = { update: 'updates', delete: 'deletes' }[verb];
  if (list === undefined) return [plain];
  return (plain[list] as Document[]).map((one) => ({ ...plain, [list]: [one] }));
}

function filterOf(verb: string, command: Document): unknown {
  if (verb === 'update') return command['updates'][0].q;
  if (verb === 'delete') return command['deletes'][0].q;
  if (verb === 'find') return [command['filter'], command['sort']];
  return command['query'] ?? command['pipeline'];
}

function namesIn(value: unknown): string[] {
  if (value instanceof Map) return namesIn(Object.fromEntries(value));
  if (Array.isArray(value)) return [...new Set(value.flatMap(namesIn))];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, below]) => [name, ...namesIn(below)]);
}

function stagesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(stagesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, below]) =>
    name === 'rejectedPlans' ? [] : name === 'stage' ? [String(below)] : stagesIn(below),
  );
}
