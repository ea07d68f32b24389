import type { Language } from './languages.ts';

/** The text of an absence: with the first day back, with the last day away, without a date, and of someone who left. */
export type AbsenceTexts = {
  back: (day: string) => string;
  through: (day: string) => string;
  undated: string;
  left: string;
  receipt: string;
};

export const absenceTexts: Readonly<Record<Language, AbsenceTexts>> = {
  en: {
    back: (day) => `Thank you for your message. I am out of the office and will be back on ${day}.`,
    through: (day) => `I am away through ${day} with no access to email.`,
    undated: 'I am currently out of the office with limited access to email.',
    left: 'Please note that I no longer work for this company. Your message will not be read.',
    receipt: 'We have received your request and opened ticket #48213. An agent will answer soon.',
  },
  de: {
    back: (day) => `Vielen Dank für Ihre Nachricht. Ich bin ab dem ${day} wieder im Büro.`,
    through: (day) => `Ich bin bis einschließlich ${day} nicht im Haus.`,
    undated: 'Ich bin zurzeit nicht im Büro und lese meine E-Mails nur unregelmäßig.',
    left: 'Ich bin nicht mehr für dieses Unternehmen tätig. Ihre Nachricht wird nicht gelesen.',
    receipt: 'Wir haben Ihre Anfrage erhalten und unter der Nummer 48213 erfasst.',
  },
  fr: {
    back: (day) => `Je suis absente du bureau et serai de retour le ${day}.`,
    through: (day) => `Je suis absent jusqu’au ${day} inclus.`,
    undated: 'Je suis actuellement absent du bureau.',
    left: 'Je ne fais plus partie de la société. Votre message ne sera pas lu.',
    receipt: 'Nous avons bien reçu votre demande, enregistrée sous le numéro 48213.',
  },
  es: {
    back: (day) => `Estoy fuera de la oficina y volveré el ${day}.`,
    through: (day) => `Estaré ausente hasta el ${day} inclusive.`,
    undated: 'En este momento estoy fuera de la oficina.',
    left: 'Ya no trabajo en esta empresa. Su mensaje no será leído.',
    receipt: 'Hemos recibido su solicitud con el número 48213.',
  },
  it: {
    back: (day) => `Sono fuori ufficio e tornerò il ${day}.`,
    through: (day) => `Sono assente fino al ${day} compreso.`,
    undated: 'Al momento sono fuori ufficio.',
    left: 'Non lavoro più per questa azienda. Il messaggio non sarà letto.',
    receipt: 'Abbiamo ricevuto la sua richiesta con il numero 48213.',
  },
  nl: {
    back: (day) => `Ik ben afwezig en ben op ${day} weer op kantoor.`,
    through: (day) => `Ik ben tot en met ${day} afwezig.`,
    undated: 'Ik ben momenteel niet op kantoor.',
    left: 'Ik werk niet meer voor dit bedrijf. Uw bericht wordt niet gelezen.',
    receipt: 'Wij hebben uw aanvraag ontvangen onder nummer 48213.',
  },
  pt: {
    back: (day) => `Estou fora do escritório e regresso no dia ${day}.`,
    through: (day) => `Estarei ausente até ao dia ${day}, inclusive.`,
    undated: 'De momento estou fora do escritório.',
    left: 'Já não trabalho nesta empresa. A sua mensagem não será lida.',
    receipt: 'Recebemos o seu pedido com o número 48213.',
  },
  ja: {
    back: (day) => `現在不在にしております。${day}に出社いたします。`,
    through: (day) => `${day}まで休暇をいただいております。`,
    undated: '現在、不在にしております。',
    left: '私は退職いたしました。このメールは確認されません。',
    receipt: 'お問い合わせを受け付けました。受付番号は48213です。',
  },
};
