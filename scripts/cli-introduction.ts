/** The hand-written head of docs/cli.md. */
export const cliIntroduction = `# The command line

\`npx ringmaster <verb>\` inside the clone. \`ringmaster --help\` lists the verbs, \`ringmaster <verb> --help\` shows one
with examples.

## In one go

\`\`\`sh
npm run demo                                                   # a campaign in a minute, killed on the way
npx ringmaster rehearse examples/campaign.yaml examples/leads.csv   # what would happen
npx ringmaster run examples/campaign.yaml examples/leads.csv --out results.csv
\`\`\`

\`rehearse\` plays the list nine times. LIKELY shows one usual play. A figure of a run lies in its RANGE in at least 8 of 10
runs. The list does not tell how many of its numbers never answer, so the ranges are wide: they hold for lists in which
at most 25 % of the numbers never answer, and in which the others answer about as usual (55 % of calls, 43 to 65 %). With
fewer plays (\`--runs\`) they hold if about one number in eight never answers.

\`run\` takes any list and works by itself: it starts the engine in its own process, makes the campaign, calls every contact
within the rules and reports. Stop it with Ctrl-C or kill it, and the same command resumes it:
\`Resuming spring-checkup: 169 of 292 done\`. On a campaign that has ended it prints the report; \`--again\` starts
\`spring-checkup-2\`. A campaign file that has changed meanwhile is refused, with what differs.

A list that has changed meanwhile is refused as well, and nothing of it is read. \`--add\` imports it into the campaign that
has not ended: new contacts are added, those who are there already are duplicates and are not called twice, and those who
are no longer on the list stay in the campaign. A campaign that has ended takes no contacts; \`--again\` and \`--name\` call
every contact on the list, also those who were called before.

With the simulator (the default) no real call is made. The clock runs 60 times as fast as real (\`--speed\`), and
skips time in which nothing can happen; each data folder keeps its own clock, so it never runs backwards. Without a
campaign file a short test call is made of the list alone, with columns guessed. With a real carrier a campaign file is
needed, and a folder whose clock was simulated is refused. \`run\` then asks first: it names the number of contacts, the
first call with its local time, and the caller ID. Where there is no terminal it needs \`--yes\`.

## With a service

\`\`\`sh
npx ringmaster serve --at 2027-03-01T09:00:00-05:00 --speed 60     # in a second terminal: on http://127.0.0.1:3000
npx ringmaster create examples/campaign.yaml
npx ringmaster import spring-checkup examples/leads.csv
npx ringmaster start spring-checkup
npx ringmaster status spring-checkup
npx ringmaster why spring-checkup
npx ringmaster pause spring-checkup --reason "client asked"
npx ringmaster results spring-checkup --out results.csv
npx ringmaster cancel spring-checkup --yes
\`\`\`

At night and at weekends no window is open, so a campaign on the real clock waits. \`--at\` starts the clock of the
simulator at another time, here on a Monday morning in New York, and \`--speed\` makes it run faster. A folder that was
used before never runs backwards: its clock starts at \`--at\` or where it had got to, whichever is later. Both options
are refused with a real carrier, and such a folder is never used for real calls.

\`cancel\` cannot be undone, so it asks on a terminal, and needs \`--yes\` without one (exit code 4 otherwise).

A second \`serve\` or \`run\` on the same data folder is refused with the process id and the address of the first, and
exit code 4. It waits three seconds for a service that is about to end.

Verbs that speak to a service find it by \`RINGMASTER_URL\`, else by the address that a running \`serve\` or \`run\` left
in \`DATA_DIR\`, else at http://localhost:3000. Where the service has keys, \`RINGMASTER_KEY\` holds the secret. Where
none runs, verbs that only read (\`list status why results calls events suppress stops machine\`) show what the data folder
holds that was used last.

A campaign is named by its name or its id; \`--client\` says whose, where several clients have one of that name.

## A carrier of its own

\`\`\`sh
npx ringmaster simulator --port 4010 --journal carrier.ndjson --speed 60
CARRIER_URL=http://127.0.0.1:4010 npx ringmaster serve     # lives by the simulator's clock
\`\`\`

## Output

The result of a verb goes to stdout, everything else to stderr. So \`ringmaster list | grep running\`,
\`ringmaster why spring-checkup > why.txt\` and \`ringmaster status spring-checkup --json | jq .percent\` work.

| stream | what goes there |
|---|---|
| stdout | what a verb was asked for: tables, answers, reports, what a command did, CSV, keys, help |
| stdout, with \`--json\` | one JSON document instead; for \`run\`, \`demo\` and \`events\` one JSON object per line. An error is \`{"error":{"code":…,"detail":…}}\` |
| stderr | progress, notices (such as that the carrier is the simulator), warnings, next steps, questions, errors, the log of \`serve\` |

\`results\` writes CSV to stdout unless \`--out\` names a file. \`serve\` and \`simulator\` have no result but their
address in \`--json\`. Colours go to terminals only. On a terminal progress is drawn in place; elsewhere, and under CI, as
plain lines. When the reader of stdout closes it, as \`head\` does, a verb that only reads ends with exit code 0; \`run\`,
\`demo\`, \`serve\` and \`simulator\` continue without a reader. A result that cannot be written, because the disk is
full for example, is exit code 1.

| exit code | meaning                                                      |
| --------- | ------------------------------------------------------------ |
| 0         | done; contacts that were not reached are no error           |
| 1         | a fault: ours, the disk, a port in use                       |
| 2         | the command line, a file or a setting is not right           |
| 3         | the campaign failed                                          |
| 4         | refused: not in this state, not with this key, not there     |
| 5         | no service answers                                           |
| 6 | \`attention\` found something that needs an operator |
| 7 | the files of the store were removed or replaced in use |
| 8 | \`verify\` found a log that was changed, or counters that differ from it |
| 130       | interrupted; the message says how to resume                 |

## Verbs
`;
