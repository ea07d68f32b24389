/** Writes docs/calling-rules.md: the rules of places for calls, from src/rules/calling. `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { capsText, hoursText } from '../src/cli/commands/rules.ts';
import type { CallingRule } from '../src/domain/time/calling-rule.ts';
import { knownCallingRules } from '../src/rules/calling/calling-rules.ts';
import { formatPage } from './format-page.ts';

const path = 'docs/calling-rules.md';

const head = `# Calling rules

<!-- Made by scripts/make-calling-rule-docs.ts from src/rules/calling. Change that, then \`npm run docs\`. -->

Many places limit by law when, and how often, people may be called. Every campaign with calls keeps the rules of this page in
addition to its own [hours](campaign-file.md#when): a contact is called only while both are open. This page is not legal advice.
It covers sales calls to consumers as its authors understand the sources, which change; compare them with your case.

- **Every possible place counts.** The region of a contact is that of its row, else every state of the area code, else the whole
  country. The hours of all these regions must be open, in every time zone of the contact. A number that may be in any state of a
  country keeps the rules of all its states.
- **Hours are local**, in the zones of the contact, also if \`sendWindow.timezone\` names a fixed zone.
- **Caps** count the attempts of a person over all campaigns of the client, in a rolling period
  ([decision](decisions/0038-rolling-days-and-weeks-per-person.md)). The lowest cap holds: of the campaign, the client and the place.
- **The whole campaign keeps them.** If one step of a campaign is a call, the hours hold for its other steps too.
- **Single calls** keep them as they keep the default hours; \`outsideHours\` with a reason allows a call at any time, and is logged.
- **Where no rule is listed**, only the hours of the campaign hold. Germany, the United Kingdom and many other countries have no
  fixed hours in their law, but rules about consent, and so does France beside its hours since August 2026 (loi n° 2025-594). Consent is
  not a part of this page.
- **Looser only with a reason.** A campaign file may name places whose rules do not hold, for example because its calls are no
  sales calls. The exception is stored with the campaign, and an edit of it is an event in the log:

\`\`\`yaml
callingRules:
  except:
    - region: US-ME
      reason: reminders of appointments, no sales calls
\`\`\`

Stricter hours need no rule: write them in \`sendWindow\`. \`CALLING_RULES=off\` switches all rules off for an installation whose
operator keeps to the law in another way. \`ringmaster rules US-FL\` and \`GET /v1/calling-rules\` show the rules in force.

\`strict\` marks a source that can be read in several ways, or that the authors know only in part: the strictest reading is
used. Rules for automatic calls are applied to all calls. The rows were written down on the day in the last column, from knowledge of
the sources and without their texts at hand: compare a row with its source before you rely on it.

| place | hours | public holidays | caps per person | source | reading | recorded |
| ----- | ----- | --------------- | --------------- | ------ | ------- | ------- |
`;

function rowOf({ region, place, hours, holidays, caps, source, reading, recorded }: CallingRule): string {
  const named = source.url === null ? source.text : `[${source.text}](${source.url})`;
  const cells = [`${place} (\`${region}\`)`, hoursText(hours), holidays ? 'closed' : '', capsText(caps)];
  return `| ${[...cells, named, reading === 'strict' ? 'strict' : '', recorded].join(' | ')} |`;
}

export async function makeCallingRuleDocs(): Promise<string> {
  return formatPage(`${head}${knownCallingRules.map(rowOf).join('\n')}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL(`../${path}`, import.meta.url), await makeCallingRuleDocs());
}
