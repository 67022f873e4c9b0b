import { normalisedCode } from '../contracts/normalised-code';
import { createCodeFinder } from './code-finder';

const finderOf = (...codes: string[]): ReturnType<typeof createCodeFinder<string>> => {
  const finder = createCodeFinder<string>();
  for (const code of codes) finder.add(normalisedCode(code), code);
  return finder;
};

describe('finding codes in a text', () => {
  test('writing does not matter: accents, case, spaces, punctuation, đ', () => {
    const finder = finderOf('LS-HT-001-2026-Q1', 'Đ-2');
    expect(finder.find(normalisedCode('trả tiền ls.ht/001 2026_q1'))).toEqual(['LS-HT-001-2026-Q1']);
    expect(finder.find(normalisedCode('hđ đ 2'))).toEqual(['Đ-2']);
  });

  test('the longest code at a position wins, in order of appearance, and its characters belong to it alone', () => {
    const finder = finderOf('LS-1', 'LS-10', 'S1', '0LS', 'A');
    expect(finder.find(normalisedCode('TT LS-10 va LS-1, A'))).toEqual(['LS-10', 'A', 'LS-1', 'A']);
  });

  test('longest first also among codes that begin alike', () => {
    const finder = finderOf('LS-HT-1', 'LS-HT-100', 'LS-HT-10');
    expect(finder.find('LSHT100')).toEqual(['LS-HT-100']);
    expect(finder.find('LSHT101')).toEqual(['LS-HT-10']);
    expect(finder.find('LSHT2LSHT19')).toEqual(['LS-HT-1']);
  });

  test('a code that does not count now hides no shorter one', () => {
    expect(finderOf('LS-100', 'LS-1000').find('LS1000', (code) => code !== 'LS-1000')).toEqual(['LS-100']);
  });
});
