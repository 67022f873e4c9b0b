import fc from 'fast-check';
import { amountInWords } from './amount-words';
import { decimalInWords, numberInWords } from './number-words';

test.each([
  [0n, 'Không đồng'],
  [15n, 'Mười lăm đồng'],
  [21n, 'Hai mươi mốt đồng'],
  [24n, 'Hai mươi tư đồng'],
  [105n, 'Một trăm linh năm đồng'],
  [1_001n, 'Một nghìn không trăm linh một đồng'],
  [1_005_005n, 'Một triệu không trăm linh năm nghìn không trăm linh năm đồng'],
  [125_400_000n, 'Một trăm hai mươi lăm triệu bốn trăm nghìn đồng'],
  [1_005_000_000n, 'Một tỷ không trăm linh năm triệu đồng'],
  [4_086_000_000_000n, 'Bốn nghìn không trăm tám mươi sáu tỷ đồng'],
  [10n ** 15n, 'Một triệu tỷ đồng'],
])('%s is "%s" (vector of the handbook)', (amount, words) => {
  expect(amountInWords(amount)).toBe(words);
});

test.each([
  [10n, 'mười'],
  [11n, 'mười một'],
  [14n, 'mười bốn'],
  [20n, 'hai mươi'],
  [25n, 'hai mươi lăm'],
  [55n, 'năm mươi lăm'],
  [100n, 'một trăm'],
  [110n, 'một trăm mười'],
  [1_000n, 'một nghìn'],
  [1_010n, 'một nghìn không trăm mười'],
  [10_100n, 'mười nghìn một trăm'],
  [1_000_000n, 'một triệu'],
  [1_000_000_000n, 'một tỷ'],
  [1_000_000_001n, 'một tỷ không trăm linh một'],
  [10n ** 12n, 'một nghìn tỷ'],
  [10n ** 18n, 'một tỷ tỷ'],
  [-5_000n, 'âm năm nghìn'],
])('%s is "%s"', (value, words) => {
  expect(numberInWords(value)).toBe(words);
});

test('an organisation chooses its words', () => {
  expect(amountInWords(1_105n, { zeroTens: 'lẻ', thousand: 'ngàn' })).toBe('Một ngàn một trăm lẻ năm đồng');
  expect(amountInWords(24n, { four: 'bốn' })).toBe('Hai mươi bốn đồng');
  expect(amountInWords(14n, { four: 'tư' })).toBe('Mười bốn đồng');
  expect(amountInWords(1_525n, { five: 'nhăm' })).toBe('Một nghìn năm trăm hai mươi nhăm đồng');
  expect(amountInWords(15n, { five: 'nhăm' })).toBe('Mười lăm đồng');
  expect(amountInWords(42_874_260n, { even: true })).toBe('Bốn mươi hai triệu tám trăm bảy mươi tư nghìn hai trăm sáu mươi đồng chẵn');
});

test('dollars and cents, as the decree on invoices writes 13.800,25 USD', () => {
  const usd = { currency: 'USD' } as const;
  expect(amountInWords(1_380_025n, { ...usd, five: 'nhăm' })).toBe('Mười ba nghìn tám trăm đô la Mỹ và hai mươi nhăm xu');
  expect(amountInWords(1_380_025n, usd)).toBe('Mười ba nghìn tám trăm đô la Mỹ và hai mươi lăm xu');
  expect(amountInWords(100n, { ...usd, even: true })).toBe('Một đô la Mỹ chẵn');
  expect(amountInWords(125n, { ...usd, even: true })).toBe('Một đô la Mỹ và hai mươi lăm xu');
  expect(amountInWords(5n, usd)).toBe('Năm xu');
  expect(amountInWords(0n, usd)).toBe('Không đô la Mỹ');
  expect(amountInWords(-10_001n, usd)).toBe('Âm một trăm đô la Mỹ và một xu');
});

test('a decrease is negative', () => {
  expect(amountInWords(-125_400_000n)).toBe('Âm một trăm hai mươi lăm triệu bốn trăm nghìn đồng');
});

test('decimals are read digit by digit', () => {
  expect(decimalInWords(1_205n, 2)).toBe('mười hai phẩy không năm');
  expect(decimalInWords(-1_250n, 2)).toBe('âm mười hai phẩy năm');
  expect(decimalInWords(1_200n, 2)).toBe('mười hai');
  expect(decimalInWords(21n, 0)).toBe('hai mươi mốt');
});

const ONES: Readonly<Record<string, bigint>> = {
  không: 0n,
  một: 1n,
  mốt: 1n,
  hai: 2n,
  ba: 3n,
  bốn: 4n,
  tư: 4n,
  năm: 5n,
  lăm: 5n,
  nhăm: 5n,
  sáu: 6n,
  bảy: 7n,
  tám: 8n,
  chín: 9n,
}; // prettier-ignore

/** Reads words back, knowing nothing of how they were made: the last `tỷ` multiplies all before it, the rest adds up. */
function parse(text: string): bigint {
  const words = text.split(' ');
  if (words[0] === 'âm') return -parse(words.slice(1).join(' '));
  const billions = words.lastIndexOf('tỷ');
  let total = billions < 0 ? 0n : parse(words.slice(0, billions).join(' ')) * 10n ** 9n;
  let group = 0n;
  let digit: bigint | undefined;
  for (const word of words.slice(billions + 1)) {
    if (word === 'linh' || word === 'lẻ') continue;
    if (word === 'mười') {
      group += digit ?? 0n;
      digit = 10n;
    } else if (word === 'mươi') digit = (digit ?? 0n) * 10n;
    else if (word === 'trăm') digit = (digit ?? 0n) * 100n;
    else if (word === 'nghìn' || word === 'ngàn' || word === 'triệu') {
      total += (group + (digit ?? 0n)) * (word === 'triệu' ? 1_000_000n : 1_000n);
      group = 0n;
      digit = undefined;
    } else {
      const value = ONES[word];
      if (value === undefined) throw new Error(`no number word: ${word}`);
      group += digit ?? 0n;
      digit = value;
    }
  }
  return total + group + (digit ?? 0n);
}

test('reading the words back gives the number, in every choice of words', () => {
  const size = fc.integer({ min: 1, max: 24 }).chain((digits) => fc.bigInt({ min: -(10n ** BigInt(digits)), max: 10n ** BigInt(digits) }));
  const zeros = fc.tuple(fc.bigInt({ min: 1n, max: 9_999n }), fc.integer({ min: 0, max: 18 })).map(([head, n]) => head * 10n ** BigInt(n));
  const choice = fc.record({
    zeroTens: fc.constantFrom('linh' as const, 'lẻ' as const),
    thousand: fc.constantFrom('nghìn' as const, 'ngàn' as const),
    four: fc.constantFrom('tư' as const, 'bốn' as const),
    five: fc.constantFrom('lăm' as const, 'nhăm' as const),
  });
  fc.assert(
    fc.property(fc.oneof(size, zeros), choice, (value, words) => {
      expect(parse(numberInWords(value, words))).toBe(value);
    }),
    { numRuns: 2_000 },
  );
});
