import { usageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Verb, VerbInput } from '../verb.ts';
import type { ReadMailOptions, Sensitivity } from '../../channels/email/reading/index.ts';

const sensitivities: readonly Sensitivity[] = ['low', 'normal', 'high'];

export const mail: Verb = {
  name: 'mail',
  takes: '<verb> [files...]',
  summary: 'What mails are taken for: explain files, or measure labelled ones',
  description:
    'explain prints what each mail is: a bounce with the reason for each recipient, a complaint, a delay, an absence with its first day back, another automatic mail, a copy of our own, or a reply with its class. It needs no service and changes nothing. quality compares a folder of mails with their labels. docs/quality.md describes kinds, reasons, classes and the format of labels.',
  options: [
    { flags: '--own <addresses>', what: 'our own addresses, with commas (explain)' },
    { flags: '--country <code>', what: 'decides whether 5/6 is in May or June' },
    { flags: '--sensitivity <level>', what: 'low, normal or high (default normal)' },
    { flags: '--corpus <folder>', what: 'the folder of the labelled mails (quality)' },
    { flags: '--labels <file>', what: 'the labels, a JSON object by file name (quality)' },
    { flags: '--all', what: 'also each mistake (quality)' },
  ],
  examples: [
    { line: 'ringmaster mail explain bounce.eml --json', what: 'one mail, as a program reads it' },
    { line: 'ringmaster mail explain inbox/', what: 'each .eml file of a folder' },
    {
      line: 'ringmaster mail quality --corpus test/corpora/replies --labels test/corpora/replies/labels.json',
      what: 'how many of these mails are understood',
    },
  ],
  async run(input) {
    const [verb, ...files] = input.args;
    if (verb === 'explain') return explain(input, files);
    if (verb === 'quality') return quality(input);
    throw usageError(`There is no verb "${verb ?? ''}" of mail. The verbs are: explain, quality.`);
  },
};

function readingOptions({ options }: VerbInput): ReadMailOptions {
  const level = options.text('sensitivity');
  const sensitivity = sensitivities.find((known) => known === level);
  if (level !== undefined && sensitivity === undefined)
    throw usageError(`--sensitivity ${level} is not valid: it is ${sensitivities.join(', ')}.`);
  const own = new Set((options.text('own') ?? '').split(',').map((address) => address.trim().toLowerCase()));
  return { own: (address) => own.has(address), country: options.text('country'), sensitivity };
}

async function explain(input: VerbInput, files: readonly string[]): Promise<void> {
  if (files.length === 0)
    throw usageError(
      'mail explain requires files or a folder.',
      'Name them: ringmaster mail explain bounce.eml',
    );
  const { output } = input;
  const settings = readingOptions(input);
  const { readMail, mailFiles, mailLines, mailView } = await parts();
  const views: unknown[] = [];
  for (const { path, read } of await mailFiles({ paths: files })) {
    const understood = await readMail(await read(), settings);
    views.push(mailView({ file: path, mail: understood }));
    for (const line of mailLines({ file: path, mail: understood })) output.result(line);
  }
  output.document(views);
  if (views.length === 0) output.say('There are no .eml files in it.');
}

async function quality(input: VerbInput): Promise<typeof exitCodes.done> {
  const { output, options } = input;
  const [corpus, file] = [options.text('corpus'), options.text('labels')];
  if (corpus === undefined || file === undefined)
    throw usageError('mail quality requires --corpus and --labels.', 'docs/quality.md describes both.');
  const settings = readingOptions(input);
  const { readMail, mailFiles, createQuality, qualityLines, readLabels } = await parts();
  const labels = readLabels(file);
  const counted = createQuality();
  const seen = new Set<string>();
  for (const { path, read } of await mailFiles({ paths: [corpus], from: corpus })) {
    // A folder `mails` beside the labels is a usual place, so the name without it counts too.
    const name = labels.has(path) ? path : path.replace(/^mails[\\/]/, '');
    const label = labels.get(name);
    if (label === undefined) continue;
    seen.add(name);
    counted.add({ file: name, label, mail: await readMail(await read(), settings) });
  }
  output.document(counted.result);
  for (const line of qualityLines({ quality: counted.result, all: options.flag('all') })) output.result(line);
  if (seen.size < labels.size) output.say(`${labels.size - seen.size} labels have no mail in ${corpus}.`);
  return exitCodes.done;
}

/** Loaded on use: other verbs start without them. */
async function parts() {
  const [reading, files, view, labels, counts, lines] = await Promise.all([
    import('../../channels/email/reading/index.ts'),
    import('../mail/mail-files.ts'),
    import('../mail/mail-view.ts'),
    import('../mail/labels.ts'),
    import('../mail/quality.ts'),
    import('../mail/quality-lines.ts'),
  ]);
  return { ...reading, ...files, ...view, ...labels, ...counts, ...lines };
}
