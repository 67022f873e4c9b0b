import fc from 'fast-check';
import { compareVietnamese } from './collation';

const sorted = (...texts: string[]): string[] => [...texts].sort(compareVietnamese);

it('has ă â đ ê ô ơ ư as letters of their own', () => {
  expect(sorted('đ', 'e', 'd', 'ê', 'â', 'a', 'ă', 'b', 'ư', 'u', 'v', 'ơ', 'o', 'ô', 'p')).toEqual([...'aăâbdđeêoôơpuưv']);
  expect(sorted('Đại An', 'Dầu Giây', 'Ea H’leo')).toEqual(['Dầu Giây', 'Đại An', 'Ea H’leo']);
});

it('lets tones decide only where letters are equal: none, huyền, hỏi, ngã, sắc, nặng', () => {
  expect(sorted('ma', 'mạ', 'má', 'mã', 'mả', 'mà')).toEqual(['ma', 'mà', 'mả', 'mã', 'má', 'mạ']);
  expect(sorted('má b', 'ma c', 'mạ a')).toEqual(['mạ a', 'má b', 'ma c']);
});

it('puts the shorter first, spaces before letters and digits before letters', () => {
  expect(sorted('Phố Nối B', 'Phố Nối', 'Phố Nối A', 'Phố', 'Phốt', 'Phố 2')).toEqual([
    'Phố',
    'Phố 2',
    'Phố Nối',
    'Phố Nối A',
    'Phố Nối B',
    'Phốt',
  ]);
});

it('agrees with the Vietnamese dictionary order of ICU on words', () => {
  const icu = new Intl.Collator('vi');
  const word = fc
    .array(fc.constantFrom(...'aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ'), {
      minLength: 1,
      maxLength: 6,
    })
    .map((letters) => letters.join(''));
  fc.assert(
    fc.property(word, word, (a, b) => Math.sign(compareVietnamese(a, b)) === Math.sign(icu.compare(a, b))),
    { numRuns: 2000 },
  );
});

it('is a total order', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 5 });
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      expect(Math.sign(compareVietnamese(a, b))).toBe(-Math.sign(compareVietnamese(b, a)) + 0);
      if (compareVietnamese(a, b) <= 0 && compareVietnamese(b, c) <= 0) expect(compareVietnamese(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});
