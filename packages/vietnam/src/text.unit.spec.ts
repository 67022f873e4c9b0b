import fc from 'fast-check';
import { isDamagedText, normaliseText, searchKey } from './text';

const NAMES = [
  'Khu công nghiệp Phố Nối A',
  'Công ty TNHH Điện tử Đại Phát',
  'Số 5, đường Nguyễn Văn Cừ',
  'ĐẦU TƯ SẢN XUẤT – ỨNG DỤNG',
  'Bà Rịa – Vũng Tàu',
  'ưởng ướt được ừ',
  'Ân Thi "KCN sạch"',
  'Kho «lạnh» số 2',
  'Có không?',
];

/** UTF-8 bytes read as Latin-1 and as Windows-1252, the two ways in which spreadsheets spoil a file. */
const asLatin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const asWindows1252 = (text: string): string => new TextDecoder('windows-1252').decode(Buffer.from(text, 'utf8'));

describe('normaliseText', () => {
  it('makes letters typed in parts equal to those typed whole', () => {
    for (const name of NAMES) expect(normaliseText(name.normalize('NFD'))).toBe(name);
  });

  it('takes away what no eye sees and the space around, not the space inside', () => {
    expect(normaliseText('\uFEFF  Phố\u200B Nối  A\u00AD ')).toBe('Phố Nối  A');
  });

  it('changes nothing the second time', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => normaliseText(normaliseText(text)) === normaliseText(text)));
  });
});

describe('searchKey', () => {
  it('drops accents and case, and đ is d', () => {
    expect(searchKey('  Đường  Nguyễn Văn Cừ ')).toBe('DUONG NGUYEN VAN CU');
    expect(searchKey('ưởng đỡ Ơ Ă Â Ê Ô')).toBe('UONG DO O A A E O');
  });

  it('is one key for all spellings of a text', () => {
    for (const name of NAMES) {
      expect(searchKey(name.normalize('NFD'))).toBe(searchKey(name));
      expect(searchKey(name.toUpperCase())).toBe(searchKey(name));
      expect(searchKey(searchKey(name))).toBe(searchKey(name));
    }
  });
});

describe('isDamagedText', () => {
  it.each(NAMES)('"%s" is whole', (name) => {
    expect(isDamagedText(name)).toBe(false);
  });

  it.each(NAMES.slice(0, 6))('"%s" read in the wrong encoding is damaged', (name) => {
    expect(isDamagedText(asLatin1(name))).toBe(true);
    expect(isDamagedText(asWindows1252(name))).toBe(true);
  });

  it.each(['Qu?ng Ninh', 'H\uFFFDng Yên', 'a\u0000b', 'x\uD800', 'tab\u0085'])('%j is damaged', (text) => {
    expect(isDamagedText(text)).toBe(true);
  });

  it('lines and tabs are no damage', () => {
    expect(isDamagedText('dòng 1\r\n\tdòng 2')).toBe(false);
  });
});
