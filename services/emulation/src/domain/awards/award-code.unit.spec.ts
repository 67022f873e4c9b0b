import fc from 'fast-check';
import { AWARD_CODE_BYTES, awardCodeOf, findAwardCode, printAwardCode, verificationAddressOf } from './award-code';

const bytes = fc.uint8Array({ minLength: AWARD_CODE_BYTES, maxLength: AWARD_CODE_BYTES });

it('a code holds all 80 bits: other bytes give another code', () => {
  fc.assert(fc.property(bytes, bytes, (a, b) => Buffer.from(a).equals(Buffer.from(b)) === (awardCodeOf(a) === awardCodeOf(b))));
  // 80 bits of ones, and a one at the end, by hand.
  expect(awardCodeOf(new Uint8Array(10).fill(255))).toBe('ZZZZZZZZZZZZZZZZ');
  expect(awardCodeOf(Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 33]))).toBe('0000000000000011');
  expect(() => awardCodeOf(new Uint8Array(9))).toThrow(RangeError);
});

it('is found as printed, in small letters, with spaces, and with letters that people take for digits', () => {
  fc.assert(
    fc.property(bytes, (random) => {
      const code = awardCodeOf(random);
      const typed = printAwardCode(code).toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
      return findAwardCode(printAwardCode(code)) === code && findAwardCode(typed) === code;
    }),
  );
});

it.each(['', '7F3A-9K2M-Q4XW', '7F3A-9K2M-Q4XW-8B5TT', '7F3A-9K2M-Q4XW-8B5U', 'ơ'.repeat(16), '7'.repeat(5_000), '../../../../../../'])(
  'what is no code is not found: %s',
  (text) => expect(findAwardCode(text)).toBeUndefined(),
);

it('the address is below the public one, whether or not that ends with a slash', () => {
  const code = awardCodeOf(new Uint8Array(10));
  for (const base of ['https://thidua.example.gov.vn', 'https://thidua.example.gov.vn/'])
    expect(verificationAddressOf(base, code)).toBe('https://thidua.example.gov.vn/v1/awards/0000-0000-0000-0000');
});
