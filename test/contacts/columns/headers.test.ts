import { describe, expect, test } from 'vitest';
import { mappingOf } from '../../../src/contacts/columns/column-mapping.ts';
import { guessColumns } from '../../../src/contacts/columns/columns.ts';
import { readOptOutHeader } from '../../../src/contacts/headers/opt-out-headers.ts';
import { phoneRank } from '../../../src/contacts/headers/phone-headers.ts';
import type { CampaignDefinitionInput } from '../../../src/channels/registry.ts';
import { campaign } from '../lists.ts';

const mapped = (header: readonly string[], contacts: CampaignDefinitionInput['contacts'] = {}) => {
  const { taken, others } = mappingOf(guessColumns({ header, definition: campaign({ contacts }) }));
  return { ...Object.fromEntries(taken.map(({ as, columns }) => [as, columns])), others };
};
const refusal = (header: readonly string[]): unknown => {
  try {
    return mapped(header);
  } catch (error) {
    return error;
  }
};

describe('the exports of address books and CRMs', () => {
  test('Google Contacts, old and new', () => {
    const old = [
      'Name',
      'Given Name',
      'Family Name',
      'E-mail 1 - Type',
      'E-mail 1 - Value',
      'Phone 1 - Type',
      'Phone 1 - Value',
      'Phone 2 - Type',
      'Phone 2 - Value',
      'Organization 1 - Name',
      'Address 1 - Country',
    ];
    expect(mapped(old)).toMatchObject({
      phone: ['Phone 1 - Value', 'Phone 2 - Value'],
      email: ['E-mail 1 - Value'],
      first_name: ['Given Name'],
      last_name: ['Family Name'],
      company: ['Organization 1 - Name'],
      country: ['Address 1 - Country'],
    });
    const fresh = [
      'First Name',
      'Last Name',
      'Organization Name',
      'Labels',
      'E-mail 1 - Label',
      'E-mail 1 - Value',
      'Phone 1 - Label',
      'Phone 1 - Value',
      'Phone 2 - Label',
      'Phone 2 - Value',
    ];
    expect(mapped(fresh)).toMatchObject({
      phone: ['Phone 1 - Value', 'Phone 2 - Value'],
      others: ['Labels', 'E-mail 1 - Label'],
    });
  });

  test('Outlook, in English and German', () => {
    const english = [
      'First Name',
      'Last Name',
      "Assistant's Phone",
      'Business Fax',
      'Business Phone',
      'Business Phone 2',
      'Company Main Phone',
      'Home Phone',
      'Mobile Phone',
      'Other Phone',
      'Pager',
      'Primary Phone',
      'TTY/TDD Phone',
      'E-mail Address',
      'E-mail Type',
      'E-mail 2 Address',
    ];
    expect(mapped(english)).toMatchObject({
      phone: [
        'Primary Phone',
        'Business Phone',
        'Home Phone',
        'Mobile Phone',
        'Business Phone 2',
        'Other Phone',
        'Company Main Phone',
      ],
      email: ['E-mail Address', 'E-mail 2 Address'],
    });
    const german = [
      'Vorname',
      'Nachname',
      'Firma',
      'Fax geschäftlich',
      'Telefon geschäftlich',
      'Telefon (privat)',
      'Mobiltelefon',
      'Weiteres Telefon',
      'Telefon Assistent',
      'E-Mail-Adresse',
    ];
    expect(mapped(german)).toMatchObject({
      phone: ['Telefon geschäftlich', 'Telefon (privat)', 'Mobiltelefon', 'Weiteres Telefon'],
    });
  });

  test('HubSpot, Apollo, Pipedrive, Salesforce', () => {
    expect(
      mapped([
        'Record ID',
        'First Name',
        'Email',
        'Phone Number',
        'Mobile Phone Number',
        'Contact owner',
        'Marketing contact status',
        'Unsubscribed from all email',
        'Country/Region',
      ]),
    ).toMatchObject({
      phone: ['Phone Number', 'Mobile Phone Number'],
      email_opted_out: ['Unsubscribed from all email'],
      country: ['Country/Region'],
    });
    expect(
      mapped([
        'First Name',
        'Email Status',
        'Work Direct Phone',
        'Home Phone',
        'Mobile Phone',
        'Corporate Phone',
        'Other Phone',
        'Company Phone',
        '# Employees',
        'Country',
        'Company Country',
      ]),
    ).toMatchObject({
      phone: [
        'Work Direct Phone',
        'Home Phone',
        'Mobile Phone',
        'Other Phone',
        'Corporate Phone',
        'Company Phone',
      ],
      country: ['Country'],
    });
    expect(
      mapped([
        'Person - ID',
        'Person - Name',
        'Person - Organization',
        'Person - Email - Work',
        'Person - Phone - Work',
        'Person - Phone - Mobile',
        'Person - Owner',
      ]),
    ).toMatchObject({
      phone: ['Person - Phone - Work', 'Person - Phone - Mobile'],
      name: ['Person - Name'],
      company: ['Person - Organization'],
      email: ['Person - Email - Work'],
    });
    expect(
      mapped([
        'Account Name',
        'Phone',
        'MobilePhone',
        'Asst. Phone',
        'Fax',
        'Do Not Call',
        'HasOptedOutOfEmail',
        'Fax Opt Out',
        'MailingState',
      ]),
    ).toMatchObject({
      phone: ['Phone', 'MobilePhone'],
      phone_opted_out: ['Do Not Call'],
      email_opted_out: ['HasOptedOutOfEmail'],
      others: ['Asst. Phone', 'Fax', 'Fax Opt Out'],
    });
  });

  test.each([
    'Téléphone (domicile)',
    'Tél. portable',
    'Teléfono fijo',
    'Celular',
    'Cellulare',
    'Telefone residencial',
    'Telemóvel',
    'Mobiel nummer',
    'GSM',
    'Handynummer',
    'Mobilnummer',
    'Matkapuhelin',
    'Komórka',
    'Telefonní číslo'.replace('Telefonní', 'Telefon'),
    'Telefonszám',
    'Телефон',
    'Мобильный телефон',
    'Cep telefonu',
    'Τηλέφωνο',
    '电话',
    '手機號碼',
    '携帯電話番号',
    '휴대폰 번호',
    'رقم الجوال',
    'טלפון נייד',
    'मोबाइल नंबर',
    'เบอร์โทรศัพท์',
    'Số điện thoại',
    'Nomor telepon',
    'Alternate No.',
    'Alt No.',
    'Secondary Number',
    'Other No.',
    'Backup phone',
    '2nd Phone',
    'Zweitnummer',
    'N° de téléphone',
    'Autre numéro',
    'Teléfono alternativo',
    'Telefone alternativo',
    'Recapito telefonico',
    'Telefonní číslo',
    'Mobilní telefon',
    'Număr de telefon',
    'Tlf.nr.',
    'Další telefon',
    'Доп. телефон',
    '予備電話番号',
    'Billing Phone',
  ])('reads %s as a phone column', (header) => {
    expect(phoneRank(header)).not.toBeNull();
  });

  test.each([
    'Fax',
    'Phone Type',
    'Phone Status',
    'Agent phone',
    'Phone call notes',
    'Last phone call',
    'Hotel',
    'Pager',
    'Home',
    'Number',
    'CEP',
    'Phone Country Code',
    'Last phone',
    'Alternate Contact',
    'Emergency Contact Number',
  ])('does not take %s for a phone', (header) => {
    expect(phoneRank(header)).toBeNull();
  });
});

describe('headers about opting out', () => {
  test.each([
    ['Has opted out', 'opted_out'],
    ['Do not contact', 'opted_out'],
    ['Nicht anrufen', 'phone_opted_out'],
    ['Ne pas appeler', 'phone_opted_out'],
    ['DoNotCall', 'phone_opted_out'],
    ['電話不可', 'phone_opted_out'],
    ['Opted out of email: Newsletter', 'email_opted_out'],
    ['Fax opt out', 'fax'],
  ] as const)('understands %s', (header, role) => {
    expect(readOptOutHeader(header)).toBe(role);
  });

  test.each([
    'DNC Status',
    'Opt-out date',
    'SMS opt out',
    'Reason for unsubscribing',
    'Kunde möchte keine Anrufe',
    'Widerspruch Werbung',
    'Ne souhaite plus être contacté',
    'No quiere que le llamen',
    'Lista Robinson',
    'Non vuole essere chiamato',
    'Não quer ser contatado',
    'Wil niet gebeld worden',
    'Vill inte bli uppringd',
    'Ønsker ikke å bli kontaktet',
    'Ei saa soittaa enää',
    'Nie chce kontaktu',
    'Nechce, nevolat',
    'Не беспокоить',
    'Aranmasın, aramayın',
    '拒绝来电',
    '連絡停止',
    '연락 거부',
    'رفض الاتصال',
    'לא להתקשר יותר',
    'Block calls',
    'Cease contact',
    'Preference: no calls',
    'Not interested',
    'Consent withdrawn',
    'Remove from list',
    'Anrufverbot',
    'Werbewiderspruch',
    'Kontaktaufnahme untersagt',
    'Widerrufen am',
    'Démarchage interdit',
    'Stop appel',
    'Desuscrito',
    'Rechaza',
    'Rifiutato',
    'Recusou',
    'Bezwaar',
    'Odmowa',
    'Brak zgody',
    'Námitka',
    'Nesouhlas',
    'Spärr',
    'Nej tak',
    'Reservasjonsregisteret',
    'Tiltakozás',
    'Refuz',
    'Reddetti',
    'Отозвано',
    'NG',
    '架電停止',
    '取消订阅',
    '해지',
    '전화하지 마세요',
  ])('asks about %s', (header) => {
    expect(readOptOutHeader(header)).toBe('ask-opt-out');
  });

  test.each([
    'Consent',
    'GDPR consent date',
    'Opt-in',
    'OK to call',
    'Einwilligung',
    'Consentement',
    'Toestemming',
    'Zgoda',
    'Согласие',
    '同意',
    '수신 동의',
    'Contact allowed',
    'Calling permitted',
    'Subscription status',
    'Person - Marketing status',
    'Darf angerufen werden',
    'Telefonwerbung',
    'Kontakt erwünscht',
    'Accepte les appels',
    'Souhaite être contacté',
    'Acepta llamadas',
    'Accetta chiamate',
    'Aceita contato',
    'Mag gebeld worden',
    'Czy można dzwonić',
    'Lze volat',
    'Får kontaktas',
    'Må kontaktes',
    'Saa soittaa',
    'Hívható',
    'Acceptă apeluri',
    'Можно звонить',
    '連絡可否',
    '是否可联系',
  ])('asks about the consent in %s', (header) => {
    expect(readOptOutHeader(header)).toBe('ask-consent');
  });

  test.each([
    'Option',
    'Lead Status',
    'Adopting agency',
    'Marketing contact status',
    'Call notes',
    'Subscription plan',
    'Reservation date',
    'Block',
    'Phone No',
    'No. of employees',
    'Notes',
    'Stop',
    'Last contacted',
    'No. of calls',
    'Marketing Source',
    'Baja California',
    'Nixon',
    'Gewünschte Kontaktzeit',
    'Melhor horário para ligar',
    '連絡可能時間',
    '免费电话',
  ])('has nothing to ask about %s', (header) => {
    expect(readOptOutHeader(header)).toBeNull();
  });

  test('stops with a question and every possible answer', () => {
    expect(refusal(['phone', 'DNC Status', 'name'])).toMatchObject({
      code: 'import.column-question',
      message: expect.stringContaining('"DNC Status"'),
      hint: expect.stringContaining('--columns opted_out="DNC Status"'),
      details: {
        questions: [
          {
            column: 'DNC Status',
            options: expect.arrayContaining([
              '--columns ignore="DNC Status"',
              '--columns consent="DNC Status"',
            ]),
          },
        ],
      },
    });
    const both = refusal(['phone', 'DNC, Status', 'Consent']);
    expect(both).toMatchObject({
      hint: expect.stringContaining(`--columns 'opted_out="DNC, Status",consent=Consent'`),
    });
  });

  test('accepts the answer', () => {
    const header = ['phone', 'DNC Status', 'Consent'];
    expect(mapped(header, { columns: { opted_out: 'dnc status', consent: 'Consent' } })).toMatchObject({
      opted_out: ['DNC Status'],
      consent: ['Consent'],
    });
    expect(mapped(header, { columns: { ignore: ['DNC Status', 'Consent'] } })).toMatchObject({
      others: ['DNC Status', 'Consent'],
    });
  });
});

describe('which phone is called', () => {
  test('uses the columns of the settings in their order, and keeps the others for opt-outs', () => {
    const columns = guessColumns({
      header: ['Phone', 'Home', 'Mobile', 'Ext'],
      definition: campaign({ contacts: { columns: { phone: ['Mobile', 'Home'] } } }),
    });
    expect(columns.phones.map(({ index }) => index)).toEqual([2, 1]);
    expect(columns.otherPhones.map(({ index }) => index)).toEqual([0]);
  });

  test('reports a missing column with the option to use and every candidate', () => {
    expect(refusal(['Name', 'Branch phone line', 'Notes'])).toMatchObject({
      code: 'import.column-missing',
      hint: expect.stringContaining('--columns phone="Branch phone line"'),
      details: { candidates: ['Branch phone line', 'Notes'], role: 'phone' },
    });
  });

  test('reads a single name column as the whole name if there is no other name column', () => {
    expect(mapped(['nombre', 'telefono'])).toMatchObject({ name: ['nombre'] });
    expect(mapped(['nome', 'cognome', 'cellulare'])).toMatchObject({
      first_name: ['nome'],
      last_name: ['cognome'],
    });
  });
});
