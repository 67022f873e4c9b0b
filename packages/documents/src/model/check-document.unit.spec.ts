import fc from 'fast-check';
import { checkDocument, renderPdf } from '../index';
import type { KcnDocument } from '../index';
import { documentOf } from '../spec-support/minutes';

function faultsOf(document: KcnDocument): string[] {
  try {
    checkDocument(document);
    return [];
  } catch (error) {
    const { code, details } = error as { code: string; details: { code: string; pointer: string }[] };
    expect(code).toBe('document_refused');
    return details.map((detail) => `${detail.pointer} ${detail.code}`);
  }
}

const withText = (text: string): KcnDocument => documentOf([{ kind: 'paragraph', text }]);

describe('checkDocument', () => {
  it.each([
    ['NUL', 'a\u0000b'],
    ['a line end', 'a\nb'],
    ['a tab', 'a\tb'],
    ['a C1 control', 'a\u0085b'],
    ['an override of direction', 'a\u202Eb'],
    ['an isolate', 'a\u2066b'],
    ['a zero-width space', 'a\u200Bb'],
    ['half of a pair', 'a\uD800b'],
    ['a private character', 'a\uE000b'],
    ['a non-character', 'a\uFFFFb'],
  ])('refuses %s', (_, text) => expect(faultsOf(withText(text))).toEqual(['/body/0/text forbidden_character']));

  it('refuses scripts from right to left and letters that the font lacks', () => {
    expect(faultsOf(withText('שלום'))).toEqual(['/body/0/text right_to_left_text']);
    expect(faultsOf(withText('مرحبا'))).toEqual(['/body/0/text right_to_left_text']);
    expect(faultsOf(withText('株式会社'))).toEqual(['/body/0/text letter_without_glyph']);
  });

  it('accepts all Vietnamese letters, also taken apart, and composes them', () => {
    const letters = 'aăâeêioôơuưyđAĂÂEÊIOÔƠUƯYĐ';
    const tones = ['\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
    const text = [...letters]
      .flatMap((letter) => (/[đĐ]/.test(letter) ? [letter] : tones.map((tone) => letter.normalize('NFD') + tone)))
      .join('');
    const [block] = (checkDocument(withText(text)) as ReturnType<typeof documentOf>).body;
    expect(block).toMatchObject({ text: text.normalize('NFC') });
    expect(text.normalize('NFC')).not.toMatch(/\p{M}/u);
  });

  it('names every fault by its place', () => {
    const columns = [
      { title: 'A', width: 1 },
      { title: 'B', width: 0 },
    ];
    const rows = [{ cells: ['1'] }, { cells: [{ text: 'x', span: 2 }] }, { cells: ['\u0007', ''] }];
    const document = documentOf(
      [
        { kind: 'table', columns, rows },
        { kind: 'qr', payload: '' },
      ],
      { place: ' ', issuer: { names: [] } },
    );
    expect(faultsOf(document).sort()).toEqual(
      [
        '/issuer/names list_empty',
        '/place text_empty',
        '/body/0/columns/1/width number_out_of_range',
        '/body/0/rows/0 row_width',
        '/body/0/rows/2/cells/0 forbidden_character',
        '/body/1/payload qr_payload',
      ].sort(),
    );
  });

  it('either refuses a text or prints it, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        if (faultsOf(withText(text)).length === 0) expect(renderPdf(withText(text)).subarray(0, 5).toString()).toBe('%PDF-');
      }),
      { numRuns: 60 },
    );
  });
});
