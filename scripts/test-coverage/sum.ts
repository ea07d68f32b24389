/**
 * Sums up the reports of test runs that vitest has written as JSON: `node scripts/test-coverage/sum.ts FILE...`. Prints
 * each failed test with its file and the start of its error, then the line `N passed, N failed`. A report that is missing
 * counts as one failure: its run failed as a whole.
 */
import { readFileSync } from 'node:fs';
import { basename, relative } from 'node:path';

type Report = {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] }[];
  }[];
};

/** The lines of an error that are shown. More are in the output of the run. */
const shownLines = 12;

function startOf(text: string): string {
  const lines = text.trimEnd().split('\n').slice(0, shownLines);
  return lines.map((line) => `    ${line}`).join('\n');
}

function read(path: string): Report | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report;
  } catch {
    return null;
  }
}

/** The failures of a report. A file that could not be loaded has no tests, only a message. */
function failuresOf(report: Report): string[] {
  return report.testResults.flatMap((file) => {
    const name = relative(process.cwd(), file.name);
    const failed = file.assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0 && file.status === 'failed') return [`FAILED ${name}\n${startOf(file.message)}`];
    return failed.map(
      (test) => `FAILED ${name}: ${test.fullName}\n${startOf((test.failureMessages ?? []).join('\n'))}`,
    );
  });
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

let passed = 0;
let failed = 0;
for (const path of process.argv.slice(2)) {
  const report = read(path);
  if (report === null) {
    print(`FAILED ${basename(path)}: the run left no report`);
    failed += 1;
    continue;
  }
  const failures = failuresOf(report);
  for (const failure of failures) print(failure);
  passed += report.numPassedTests;
  // A run may fail without a failed test: by an error outside of them.
  const fewest = report.success ? 0 : 1;
  if (fewest > failures.length) print(`FAILED ${basename(path)}: an error outside of the tests`);
  failed += Math.max(report.numFailedTests, failures.length, fewest);
}
print(`${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
