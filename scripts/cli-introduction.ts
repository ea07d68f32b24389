/** The hand-written head of docs/cli.md. */
export const cliIntroduction = `# The command line

\`npx ringmaster <verb>\` inside the clone. \`ringmaster --help\` lists the verbs, \`ringmaster <verb> --help\` shows one verb with examples.

## Without a service

\`\`\`sh
npm run demo                                                   # a campaign in a minute, with a kill -9 in the middle
npx ringmaster rehearse examples/campaign.yaml examples/leads.csv   # what would happen
npx ringmaster run examples/campaign.yaml examples/leads.csv --out results.csv
\`\`\`

\`rehearse\` simulates the campaign nine times. LIKELY shows one typical simulation. A figure of a run lies in its RANGE in
at least 8 of 10 runs. The list does not show how many of its numbers never answer, so the ranges are wide: they hold for
lists in which at most 25 % of the numbers never answer, and in which the others answer at a normal rate (55 % of calls,
43 to 65 %). With fewer simulations (\`--runs\`) they hold if about one number in eight never answers.

Of a list with more than 1,000 contacts \`rehearse\` simulates a sample, in proportion of the time zones and with limits in
proportion, and scales the figures. The output says so. A time zone with few contacts may then be missing.

\`run\` accepts any list and needs no service: it starts the engine in its own process, creates the campaign, calls every
contact within the rules and prints a report. After Ctrl-C or a kill the same command resumes it:
\`Resuming spring-checkup: 169 of 292 done\`. For an ended campaign it prints the report; \`--again\` starts
\`spring-checkup-2\`. A campaign file that has changed meanwhile is refused, with the differences.

A list that has changed meanwhile is refused as well, and no row is imported. \`--add\` imports it into a campaign that has
not ended: new contacts are added. Contacts that are already in the campaign are duplicates and are not called twice.
Contacts that are no longer on the list stay in the campaign. An ended campaign accepts no contacts; \`--again\` and
\`--name\` call every contact on the list, also those that were called before.

With the simulator (the default) no real call is made. The clock runs at 60 times real time (\`--speed\`), and
skips time in which nothing can happen. Each data folder has its own clock, so it never runs backwards. Without a
campaign file, \`run\` creates a short test call for the list and guesses the columns. A real carrier requires a campaign
file, and a folder with a simulated clock is refused. \`run\` then asks for confirmation: it shows the number of contacts,
the first call with its local time, and the caller ID. Without a terminal it requires \`--yes\`.

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

A campaign is named by its name or id. Every verb that takes a campaign also accepts it as \`--campaign-id\`, in place of the
argument.

At night and at weekends no window is open, so a campaign on the real clock waits. \`--at\` starts the clock of the
simulator at another time, here on a Monday morning in New York, and \`--speed\` makes it run faster. The clock of a used
folder never runs backwards: it starts at \`--at\` or at its last time, whichever is later. Both options are refused with
a real carrier, and such a folder is never used for real calls.

\`cancel\` cannot be undone. It asks for confirmation on a terminal, and requires \`--yes\` without one (exit code 4
otherwise).

A second \`serve\` or \`run\` on the same data folder is refused with the process id and the address of the first, and
exit code 4. It waits three seconds for a service that is about to end.

Verbs that call a service use the first of these addresses: \`RINGMASTER_URL\`, the address that a running \`serve\` or
\`run\` wrote in \`DATA_DIR\`, http://localhost:3000. If the service has keys, set \`RINGMASTER_KEY\` to the secret of one.
If no service runs, verbs that only read (\`list status why results calls events suppress stops log machine\`) read the data
folder that was used last.

Name a campaign by its name or its id. If several clients have a campaign of that name, \`--client\` selects one.

## A carrier in a separate process

\`\`\`sh
npx ringmaster simulator --port 4010 --journal carrier.ndjson --speed 60
CARRIER_URL=http://127.0.0.1:4010 npx ringmaster serve     # uses the clock of the simulator
\`\`\`

## Output

The result of a verb goes to stdout, everything else to stderr. So \`ringmaster list | grep running\`,
\`ringmaster why spring-checkup > why.txt\` and \`ringmaster status spring-checkup --json | jq .percent\` work.

| stream | content |
|---|---|
| stdout | the result of a verb: tables, answers, reports, the effect of a command, CSV, keys, help |
| stdout, with \`--json\` | one JSON document instead; for \`run\`, \`demo\` and \`events\` one JSON object per line. An error is \`{"error":{"code":…,"detail":…}}\` |
| stderr | progress, notices (for example that the carrier is the simulator), warnings, next steps, questions, errors, the log of \`serve\` |

\`results\` writes CSV to stdout unless \`--out\` names a file. The only result of \`serve\` and
\`simulator\` is their address with \`--json\`. Only terminals have colours. On a terminal the lines of progress are
replaced; elsewhere, and under CI, progress is plain lines. When the reader of stdout closes it, as \`head\` does, a verb that only reads ends with exit code 0; \`run\`,
\`demo\`, \`serve\` and \`simulator\` continue without a reader. If a result cannot be written, for example to a full
disk, the exit code is 1.

| exit code | meaning                                                      |
| --------- | ------------------------------------------------------------ |
| 0         | done; contacts that were not reached are not an error           |
| 1         | a fault: the program, the disk, a port in use                       |
| 2         | the command line, a file or a setting is not valid           |
| 3         | the campaign failed                                          |
| 4         | refused: wrong state, missing right, unknown resource     |
| 5         | no service answers                                           |
| 6 | \`attention\` found something that needs an operator |
| 7 | the files of the store were removed or replaced during use |
| 8 | \`verify\` found a log that was changed, or counters that differ from it |
| 130       | interrupted; the message says how to resume                 |

## Verbs
`;
