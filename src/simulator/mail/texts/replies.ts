import type { Language } from './languages.ts';

/** What a reply says. */
export const replyKinds = ['interested', 'no', 'stop', 'left', 'wrong', 'unclear'] as const;
export type ReplyKind = (typeof replyKinds)[number];

/** The text of a reply, by its language. */
export const replyTexts: Readonly<Record<Language, Readonly<Record<ReplyKind, string>>>> = {
  en: {
    interested: 'Hi,\n\nthis sounds interesting. Could we talk on Thursday afternoon?',
    no: 'Thanks, but we are not interested. We have just signed with another supplier.',
    stop: 'Please remove me from your list and do not write to me again.',
    left: 'Hello,\n\nMaria no longer works here. She left the company in May.',
    wrong: 'You have the wrong person, I do not buy software. Please ask our purchasing department.',
    unclear: 'Which company are you with?',
  },
  de: {
    interested: 'Guten Tag,\n\ndas klingt spannend. Können wir am Donnerstag telefonieren?',
    no: 'Vielen Dank, aber wir haben kein Interesse. Wir sind bereits versorgt.',
    stop: 'Bitte löschen Sie meine Adresse und schreiben Sie mir nicht mehr.',
    left: 'Frau Weber arbeitet nicht mehr in unserem Unternehmen.',
    wrong: 'Dafür bin ich nicht zuständig. Bitte wenden Sie sich an unseren Einkauf.',
    unclear: 'Von welcher Firma sind Sie?',
  },
  fr: {
    interested: 'Bonjour,\n\nvotre proposition m’intéresse. Pouvons-nous en parler jeudi ?',
    no: 'Merci, mais nous ne sommes pas intéressés.',
    stop: 'Merci de me retirer de votre liste et de ne plus m’écrire.',
    left: 'Madame Petit ne travaille plus dans notre société.',
    wrong: 'Je ne suis pas la bonne personne. Veuillez contacter le service des achats.',
    unclear: 'De quelle société êtes-vous ?',
  },
  es: {
    interested: 'Hola,\n\nme interesa. ¿Podemos hablar el jueves?',
    no: 'Gracias, pero no nos interesa.',
    stop: 'Por favor, elimine mi dirección de su lista y no me escriba más.',
    left: 'La señora García ya no trabaja en esta empresa.',
    wrong: 'No soy la persona indicada. Diríjase al departamento de compras.',
    unclear: '¿De qué empresa es usted?',
  },
  it: {
    interested: 'Buongiorno,\n\nla proposta mi interessa. Possiamo sentirci giovedì?',
    no: 'Grazie, ma non siamo interessati.',
    stop: 'La prego di cancellarmi dalla lista e di non scrivermi più.',
    left: 'La signora Rossi non lavora più nella nostra azienda.',
    wrong: 'Non sono la persona giusta. Si rivolga all’ufficio acquisti.',
    unclear: 'Di quale azienda è lei?',
  },
  nl: {
    interested: 'Hallo,\n\ndat klinkt interessant. Kunnen we donderdag bellen?',
    no: 'Bedankt, maar wij hebben geen interesse.',
    stop: 'Wilt u mij van uw lijst verwijderen en mij niet meer mailen?',
    left: 'Mevrouw De Vries werkt niet meer bij ons bedrijf.',
    wrong: 'U heeft de verkeerde persoon. Neem contact op met de afdeling inkoop.',
    unclear: 'Van welk bedrijf bent u?',
  },
  pt: {
    interested: 'Olá,\n\ntenho interesse. Podemos falar na quinta-feira?',
    no: 'Obrigado, mas não temos interesse.',
    stop: 'Por favor, retire o meu endereço da sua lista e não me escreva mais.',
    left: 'A senhora Silva já não trabalha nesta empresa.',
    wrong: 'Não sou a pessoa certa. Contacte o departamento de compras.',
    unclear: 'De que empresa é o senhor?',
  },
  ja: {
    interested: 'お世話になっております。\n\n興味があります。木曜日にお話しできますか。',
    no: 'ご提案ありがとうございます。残念ながら、興味はございません。',
    stop: '今後のメール配信を停止してください。',
    left: '佐藤は退職いたしました。',
    wrong: '担当者が異なります。購買部にご連絡ください。',
    unclear: 'どちらの会社の方ですか。',
  },
};
