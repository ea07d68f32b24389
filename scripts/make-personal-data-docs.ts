/** Writes docs/personal-data.md: every column with personal data, from the declarations in rows/. `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { PersonalKind } from '../src/persistence/sqlite/rows/columns/column.ts';
import { personalColumns } from '../src/persistence/sqlite/rows/declared-tables.ts';
import { formatPage } from './format-page.ts';

const kinds: Readonly<Record<PersonalKind, string>> = {
  address: 'a phone number, an email address, or an id made of one',
  name: 'the name of a contact',
  identifier: 'an id that another system gave the contact',
  'free-text': 'text that someone wrote, which may speak of a contact',
  content: 'may have any of these: a row of a list, the body of an event or of an answer',
};

const head = `# Personal data

<!-- Made by scripts/make-personal-data-docs.ts from the declarations in src/persistence/sqlite/rows. Change those, then \`npm run docs\`. -->

Where the store keeps personal data of contacts. Every column is declared with the personal data it has
(\`src/persistence/sqlite/rows/\`); a test fails on a column that is not declared, and the compiler refuses text without a
mark. Other columns with text have none: ids, names of campaigns, keys and senders, codes.

Beside the store, the data folder has the send log, which holds ids of attempts only. Log lines hold no address.

| column | personal data |
| ------ | ------------- |
`;

const path = 'docs/personal-data.md';

export async function makePersonalDataDocs(): Promise<string> {
  const rows = personalColumns()
    .map(({ table, column, personal }) => `| \`${table}.${column}\` | ${kinds[personal]} |`)
    .sort();
  return formatPage(`${head}${rows.join('\n')}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(path, await makePersonalDataDocs());
}
