import fc from 'fast-check';
import { crc16 } from './crc16';
import { paymentPurpose } from './payment-purpose';
import type { VietQrTransfer } from './vietqr';
import { vietQrPayload } from './vietqr';

/** Payloads of the handbook. The first one's account says 12 characters and has 13, so only its check sum is of use. */
const VECTORS = [
  '00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304F4E5',
  '00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E',
  '00020101021138560010A0000007270126000697041501121133666688880208QRIBFTTA53037045802VN6304F443',
  '00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA53037045409125400000' + '5802VN62190815LS2014Q3 HD00126304EEDF',
];

test.each(VECTORS)('the check sum of %s', (payload) => {
  expect(crc16(payload.slice(0, -4))).toBe(payload.slice(-4));
});

test('payloads of the handbook are built letter by letter', () => {
  const shop = { bankBin: '970403', account: '0011012345678', amount: 180_000n, billNumber: 'NPS6869', purpose: 'thanh toan don hang' };
  expect(vietQrPayload(shop)).toBe(VECTORS[1]);
  expect(vietQrPayload({ bankBin: '970415', account: '113366668888' })).toBe(VECTORS[2]);
  expect(vietQrPayload({ bankBin: '970436', account: '0123456789', amount: 125_400_000n, purpose: 'LS2014Q3 HD0012' })).toBe(VECTORS[3]);
});

/** Tag, length, value; knows nothing of the builder. */
function readTlv(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (let at = 0; at < text.length; ) {
    const length = Number(text.slice(at + 2, at + 4));
    const value = text.slice(at + 4, at + 4 + length);
    if (value.length !== length) throw new Error(`cut at ${String(at)}`);
    fields.set(text.slice(at, at + 2), value);
    at += 4 + length;
  }
  return fields;
}

function readPayload(payload: string): VietQrTransfer {
  const outer = readTlv(payload);
  const merchant = readTlv(outer.get('38') ?? '');
  const beneficiary = readTlv(merchant.get('01') ?? '');
  const additional = readTlv(outer.get('62') ?? '');
  expect([outer.get('00'), merchant.get('00'), merchant.get('02'), outer.get('53'), outer.get('58')]).toEqual([
    '01',
    'A000000727',
    'QRIBFTTA',
    '704',
    'VN',
  ]);
  expect(outer.get('63')).toBe(crc16(payload.slice(0, -4)));
  expect([...outer.keys()]).toEqual([...outer.keys()].sort());
  const optional = { amount: outer.get('54'), purpose: additional.get('08'), billNumber: additional.get('01') };
  return {
    bankBin: beneficiary.get('00') ?? '',
    account: beneficiary.get('01') ?? '',
    oneTime: outer.get('01') === '12',
    ...(optional.amount === undefined ? {} : { amount: BigInt(optional.amount) }),
    ...(optional.purpose === undefined ? {} : { purpose: optional.purpose }),
    ...(optional.billNumber === undefined ? {} : { billNumber: optional.billNumber }),
  };
}

const letters = (chars: string, maxLength: number) => fc.string({ unit: fc.constantFrom(...chars), minLength: 1, maxLength });
const ascii = letters(Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join(''), 25);

const transfer = fc.record(
  {
    bankBin: fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 6, maxLength: 6 }),
    account: letters('0123456789ABCxyz', 19),
    oneTime: fc.boolean(),
    amount: fc.bigInt({ min: 1n, max: 9_999_999_999_999n }),
    purpose: ascii,
    billNumber: ascii,
  },
  { requiredKeys: ['bankBin', 'account', 'oneTime'] },
);

test('reading a payload gives what it was built from', () => {
  fc.assert(
    fc.property(transfer, (sent) => {
      expect(readPayload(vietQrPayload(sent))).toEqual(sent);
    }),
  );
});

test('a changed character is noticed by the check sum', () => {
  const payload = vietQrPayload({ bankBin: '970436', account: '0123456789', amount: 5n });
  fc.assert(
    fc.property(fc.nat(payload.length - 9), fc.constantFrom(...'0123456789ABC'), (at, letter) => {
      const changed = payload.slice(0, at) + letter + payload.slice(at + 1);
      expect(crc16(changed.slice(0, -4)) === changed.slice(-4)).toBe(changed === payload);
    }),
  );
});

const SOUND = { bankBin: '970436', account: '0123456789' };

test.each<[string, VietQrTransfer]>([
  ['a BIN of five digits', { ...SOUND, bankBin: '97043' }],
  ['a BIN with a letter', { ...SOUND, bankBin: '97043A' }],
  ['no account', { ...SOUND, account: '' }],
  ['an account of 20 characters', { ...SOUND, account: '01234567890123456789' }],
  ['an account with a space', { ...SOUND, account: '0123 456' }],
  ['nothing to pay', { ...SOUND, amount: 0n }],
  ['a negative amount', { ...SOUND, amount: -1n }],
  ['an amount of 14 digits', { ...SOUND, amount: 10_000_000_000_000n }],
  ['a purpose of 26 characters', { ...SOUND, purpose: 'A'.repeat(26) }],
  ['an empty purpose', { ...SOUND, purpose: '' }],
  ['accents', { ...SOUND, purpose: 'Phí hạ tầng' }],
  ['a line break', { ...SOUND, billNumber: 'A\nB' }],
])('%s is refused', (_name, refused) => {
  expect(() => vietQrPayload(refused)).toThrow(expect.objectContaining({ code: 'bad_transfer', category: 'invalid' }));
});

test('the purpose is the invoice code without punctuation, else the contract number, never cut', () => {
  expect(paymentPurpose({ invoiceCode: 'LS-HT-001-2026-Q2', contractNo: 'LS-HT-001' })).toBe('LSHT0012026Q2');
  expect(paymentPurpose({ invoiceCode: 'HĐ/số 12-2026-Q2', contractNo: 'HĐ/số 12' })).toBe('HDSO122026Q2');
  // 25 characters fit, 26 do not.
  expect(paymentPurpose({ invoiceCode: `${'A'.repeat(19)}-2026-Q2`, contractNo: 'A' })).toBe(`${'A'.repeat(19)}2026Q2`);
  const contractNo = `HT-${'1'.repeat(18)}`;
  expect(paymentPurpose({ invoiceCode: `${contractNo}-2026-Q2`, contractNo })).toBe(`HT${'1'.repeat(18)}`);
});

test.each([
  ['both too long', 'A'.repeat(26)],
  ['letters that have no plain form', 'Договор 1'],
  ['punctuation alone', '--'],
])('%s: no purpose', (_name, contractNo) => {
  expect(() => paymentPurpose({ invoiceCode: `${contractNo}-`, contractNo })).toThrow(
    expect.objectContaining({ code: 'no_payment_purpose', category: 'precondition' }),
  );
});
