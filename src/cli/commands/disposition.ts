import { pathPart } from '../api/path-part.ts';
import type { CallView } from '../api/views.ts';
import type { Verb } from '../verb.ts';

type Reply = { call: CallView; contact: { state: string }; changed: boolean };

export const disposition: Verb = {
  name: 'disposition',
  takes: '<call> <word>',
  summary: 'Set or correct how an ended call ended',
  description:
    'The word is a disposition such as answered or invalid, confirmed, opt-out, or a word that the campaign declares under dispositions. What follows for the contact is decided again. A contact that has ended is called again only with --retry.',
  options: [
    { flags: '--note <text>', what: 'why, shown later' },
    { flags: '--retry', what: 'call the contact again at once' },
  ],
  examples: [
    {
      line: 'ringmaster disposition att_01JD2Y7Q4W8R0S6T3V5X9Z1B2C answered --note "talked to them"',
      what: 'an id from ringmaster calls --all',
    },
  ],
  async run({ args: [id = '', word = ''], options, output, connect }) {
    const client = await connect({ reads: false });
    const note = options.text('note');
    const body = { disposition: word, retry: options.flag('retry'), ...(note !== undefined && { note }) };
    const reply = await client.post<Reply>(`/v1/calls/${pathPart(id)}/disposition`, { body });
    output.document(reply);
    const { call, contact, changed } = reply;
    const result = [call.disposition, call.outcome].filter(Boolean).join(', ');
    output.result(`${id}: ${result}${changed ? '' : ', as before'}; the contact is ${contact.state}.`);
  },
};
