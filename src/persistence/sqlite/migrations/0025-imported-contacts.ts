/** Contacts may be in the state `imported` (16), which earlier programs cannot read. */
export const importedContactsMigration = { name: 'imported contacts', sql: '' } as const;
