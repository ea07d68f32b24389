import type { Db, Document } from 'mongodb';
import { RingmasterError } from '../../../domain/errors.ts';

/** What the verbs of the store do; the role readWrite has all of it. */
const forUse = ['find', 'insert', 'update', 'remove', 'listCollections', 'listIndexes'];
/** What a change of the schema does in addition; the role dbAdmin has it. */
const forSchema = ['createCollection', 'createIndex', 'dropIndex', 'collMod'];

type Privilege = { resource: Document; actions: readonly string[] };

/**
 * Checks what the user may do in the database. `isCurrent`: the schema needs no change. Resolves with a line to show.
 * Rejects with `store.not-permitted`.
 */
export async function checkPermissions({ db, isCurrent }: { db: Db; isCurrent: boolean }): Promise<string> {
  const { authInfo } = (await db.command({ connectionStatus: 1, showPrivileges: true })) as {
    authInfo: {
      authenticatedUsers: readonly { user: string }[];
      authenticatedUserPrivileges: readonly Privilege[];
    };
  };
  const [user] = authInfo.authenticatedUsers;
  if (!user) {
    // Without access control nobody is refused. With it, the first read of this examination was.
    return 'the servers have no access control: allow connections only from the instances';
  }
  const allowed = new Set(
    authInfo.authenticatedUserPrivileges
      .filter(({ resource }) => coversDatabase(resource, db.databaseName))
      .flatMap(({ actions }) => actions),
  );
  const missing = (wanted: readonly string[]): string[] => wanted.filter((action) => !allowed.has(action));
  const lacks = [...missing(forUse), ...(isCurrent ? [] : missing(forSchema))];
  if (lacks.length > 0) throw notPermitted({ user: user.user, database: db.databaseName, lacks });
  const later =
    missing(forSchema).length > 0 ? '; `ringmaster migrate` of a new version also needs dbAdmin' : '';
  return `the user ${user.user} may read and write${later}`;
}

/** Whether a privilege is about every collection of the database. */
function coversDatabase({ db, collection, anyResource }: Document, database: string): boolean {
  return anyResource === true || ((db === database || db === '') && collection === '');
}

function notPermitted({
  user,
  database,
  lacks,
}: {
  user: string;
  database: string;
  lacks: readonly string[];
}): RingmasterError {
  const needsAdmin = lacks.some((action) => forSchema.includes(action));
  const roles = needsAdmin ? 'the roles readWrite and dbAdmin' : 'the role readWrite';
  return new RingmasterError({
    code: 'store.not-permitted',
    family: 'refused',
    message: `The MongoDB user ${user} may not ${lacks.join(', ')} in the database ${database}. Nothing was changed.`,
    hint: `Grant ${roles} on ${database}${needsAdmin ? ', or let `ringmaster migrate` run as a user who has them' : ''}.`,
    details: { user, database, lacks },
  });
}
