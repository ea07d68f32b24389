import { describe, expect, test } from 'vitest';
import { readConsent, readOptOut } from '../../../src/contacts/opt-outs/opt-out.ts';

const words = (text: string): string[] => text.trim().split(/\s+/);

describe('a cell of an opt-out column', () => {
  test('means yes with a word, a date, a tick, a filled box, a star or a plus', () => {
    const cells = words(
      'yes Y TRUE 1 1.0 x X ja oui Sí WAHR VRAI DNC 2024-05-12 ✓ ✔ ✔️ ☑ ☒ ✅ ■ ● • * ★ + 🚫 ⛔',
    );
    for (const cell of [...cells, 'opted out on 3 May', '✓✓'])
      expect([cell, readOptOut(cell)]).toEqual([cell, 'yes']);
  });

  test('means no in the languages in which spreadsheets write false', () => {
    const cells = words(`no N FALSE f 0 0.0 0,0 ０ n/a null [] {} ☐ □ - — .
      nein FALSCH non FAUX falso não nee ONWAAR nej FALSKT USANN ei EPÄTOSI nie FAŁSZ NEPRAVDA nem HAMIS нет ЛОЖЬ ні
      Όχι ΨΕΥΔΕΣ hayır YANLIŞ 否 不 いいえ なし 아니요 거짓 لا خطأ לא שקר नहीं ไม่ Không tidak Clean
      yok ej ingen ikke aucun ninguno geen brak unblocked not-blocked not-set empty 0000-00-00 00/00/0000 1900-01-00`);
    for (const cell of [...cells, '', '  ', '\u00A0']) expect([cell, readOptOut(cell)]).toEqual([cell, 'no']);
  });

  test('is unclear with a cross or a word for unknown', () => {
    for (const cell of words('✗ ✘ ✕ ❌ ✖ × ○ ⭕ ? unknown 未知 active'))
      expect([cell, readOptOut(cell)]).toEqual([cell, 'unclear']);
  });
});

describe('a cell of a consent column', () => {
  test('allows contact only with a clear yes, a tick or a date', () => {
    for (const cell of words(
      'yes Ja OUI sí 1 TRUE x ✓ granted opted-in 2024-01-02 12/05/2024 はい 是 да نعم כן erteilt autorisé 可 동의',
    ))
      expect([cell, readConsent(cell)]).toEqual([cell, 'yes']);
    for (const cell of words(
      'no nein FALSCH 0 revoked withdrawn widerrufen отказ 拒绝 opted-out widersprochen retiré wycofana 不可 不同意 미동의',
    ))
      expect([cell, readConsent(cell)]).toEqual([cell, 'no']);
    for (const cell of ['do not call', 'not granted', 'Nicht mehr anrufen', 'не согласен', '동의안함'])
      expect([cell, readConsent(cell)]).toEqual([cell, 'no']);
    for (const cell of ['', '-', '?', 'N/A', '0000-00-00', '1900-01-00', 'legitimate interest', 'web form'])
      expect([cell, readConsent(cell)]).toEqual([cell, 'unclear']);
  });
});
