import { readStatement } from '../read-statement';
import type { StatementLine } from '../statement';

const HEAD = [':20:REF', ':25:1234', ':28C:1/1', ':60F:C260101VND100,'];
const read = (lines: readonly string[], end = '\r\n') => readStatement({ file: 's.sta', bytes: Buffer.from(lines.join(end)) });

async function linesOf(lines: readonly string[], end?: string): Promise<readonly StatementLine[]> {
  const result = await read(lines, end);
  if ('faults' in result) throw new Error(JSON.stringify(result.faults));
  return result.statements.flatMap((one) => one.lines);
}

async function faultsOf(lines: readonly string[]): Promise<string[]> {
  const result = await read(lines);
  return 'faults' in result ? result.faults.map(({ where, code }) => `${where}: ${code}`) : [];
}

const closing = (amount: string): string[] => [`:62F:C260131VND${amount},`, '-'];
const movement = (text: string): string[] => [...HEAD, `:61:${text}`];

test.each(['\r\n', '\n'])('lines ended by %j', async (end) => {
  expect(await linesOf([...movement('2601050106C1000,NTRFOWN//R1'), ':86:?20abc?32An', ...closing('1100')], end)).toEqual([
    {
      account: '1234',
      bookedOn: '2026-01-06',
      valueOn: '2026-01-05',
      amount: 1000n,
      currency: 'VND',
      bankRef: 'R1',
      remitter: 'An',
      description: 'abc',
      line: 5,
    },
  ]);
});

test.each([
  ['C', 'C1000,', 1000n],
  ['D', 'D1000,', -1000n],
  ['the reversal of a credit', 'RC1000,', -1000n],
  ['the reversal of a debit', 'RD1000,', 1000n],
  ["with the currency's third letter", 'CD1000,', 1000n],
  ['a reversal with it', 'RCD1000,', -1000n],
  ['decimals that are zero', 'C1000,00', 1000n],
])('%s', async (_name, text, amount) => {
  const end = 5_000n + amount;
  const lines = [...HEAD.slice(0, 3), ':60F:C260101VND5000,', `:61:260105${text}NTRFOWN//R1`, ...closing(String(end))];
  expect(await linesOf(lines)).toMatchObject([{ amount }]);
});

test.each([
  ['2512310102', '2025-12-31', '2026-01-02'],
  ['2601021231', '2026-01-02', '2025-12-31'],
  ['2402280229', '2024-02-28', '2024-02-29'],
  ['260105', '2026-01-05', '2026-01-05'],
])('%s has its value on %s and is booked on %s', async (days, valueOn, bookedOn) => {
  expect(await linesOf([...movement(`${days}C1,NTRFX//R1`), ...closing('101')])).toMatchObject([{ valueOn, bookedOn }]);
});

test('dollars have two decimals, and an overdrawn account a D', async () => {
  const lines = [':20:R', ':25:1', ':28C:1', ':60F:D260101USD10,5', ':61:260105D0,25NTRFX//R1', ':62F:D260131USD10,75'];
  expect(await linesOf(lines)).toMatchObject([{ amount: -25n, currency: 'USD' }]);
});

test.each([
  ['pieces cut inside words', [':86:?20thanh t?21oan ph?22i?32Cong ty?33 Mau'], 'thanh toan phi', 'Cong ty Mau'],
  ['pieces over several lines', [':86:?00CK?20LS-HT-00', '?211-2026', '?32An'], 'LS-HT-001-2026', 'An'],
  ['a line that ends inside a piece', [':86:?20LS-HT', '-001?32An'], 'LS-HT-001', 'An'],
  ['a transaction code in front', [':86:166?00CK?20phi?109?30BIDV?311234?32An'], 'phi', 'An'],
  ['more pieces than ten', [':86:?20?29a?60b?63c'], 'abc', ''],
  ['only a title', [':86:?00PHI NGAN HANG'], 'PHI NGAN HANG', ''],
  ['a question mark that begins no piece', [':86:?20sao?99vay?'], 'sao?99vay?', ''],
  ['free text', [':86:NOP TIEN', 'LS-HT-001'], 'NOP TIEN LS-HT-001', ''],
  ['a full line of free text goes on inside a word', [`:86:${'x'.repeat(63)}LS`, '-HT-001'], `${'x'.repeat(63)}LS-HT-001`, ''],
  ['two fields', [':86:?20LS-H', ':86:T-001?32An'], 'LS-HT-001', 'An'],
  ['none, but a second line of the movement', ['NOP TIEN MAT'], 'NOP TIEN MAT', ''],
  ['none at all', [], '', ''],
])('information: %s', async (_name, fields, description, remitter) => {
  expect(await linesOf([...movement('260105C1,NTRFX//R1'), ...fields, ...closing('101')])).toMatchObject([{ description, remitter }]);
});

test.each([
  ['the bank has none, but its own', 'NTRFFT1', 'FT1'],
  ['both', 'NTRFOWN//FT2', 'FT2'],
])('reference: %s', async (_name, text, bankRef) => {
  expect(await linesOf([...movement(`260105C1,${text}`), ...closing('101')])).toMatchObject([{ bankRef }]);
});

test.each([
  ['1234', '1234'],
  ['BFTVVNVX/1234', '1234'],
  ['1234VND', '1234'],
  ['12 34', '1234'],
])('account %s is %s', async (text, account) => {
  expect(await linesOf([':20:R', `:25:${text}`, ...HEAD.slice(2), ':61:260105C1,NTRFX//R1', ...closing('101')])).toMatchObject([
    { account },
  ]);
});

test('messages in SWIFT block wrappers, one behind the other', async () => {
  const body = (ref: string) => [...HEAD, `:61:260105C1,NTRFX//${ref}`, ':86:{1:x} is text', ':62F:C260131VND101,'];
  const head = '{1:F01BFTVVNVXAXXX0000000000}{2:O9400000260131BFTVVNVXAXXX00000000002601310000N}{4:';
  const lines = await linesOf([head, ...body('R1'), `-}{5:{CHK:123}}${head}`, ...body('R2'), '-}{5:{CHK:123}}', '\u001A']);
  expect(lines.map(({ bankRef, description }) => [bankRef, description])).toEqual([
    ['R1', '{1:x} is text'],
    ['R2', '{1:x} is text'],
  ]);
});

const PAGES = [
  ...HEAD,
  ':61:260105C1,NTRFX//R1',
  ':62M:C260110VND101,',
  '-',
  ':20:REF',
  ':25:1234',
  ':28C:1/2',
  ':60M:C260110VND101,',
  ':61:260111C2,NTRFX//R2',
  ':62F:C260131VND103,',
  '-',
];

test('pages become one statement', async () => {
  expect(await read(PAGES)).toMatchObject({
    statements: [
      { id: 'REF', account: '1234', currency: 'VND', opening: 100n, closing: 103n, lines: [{ bankRef: 'R1' }, { bankRef: 'R2' }] },
    ],
  });
});

const change = (at: number, text: string | undefined): string[] =>
  PAGES.flatMap((line, index) => (index + 1 === at ? (text === undefined ? [] : [text]) : [line]));

test.each<[string, readonly string[], readonly string[]]>([
  ['a page that does not follow', change(11, ':60M:C260110VND102,'), ['line 11: page_chain']],
  ['a page that does not add up', change(6, ':62M:C260110VND102,'), ['line 6: balance_mismatch']],
  ['a page without one of its movements', change(12, undefined), ['line 12: balance_mismatch']],
  ['the beginning of a last page', PAGES.slice(0, 9), ['line 9: cut_off']],
  ['no last page', PAGES.slice(0, 7), ['line 6: no_closing_balance']],
  ['no first page', PAGES.slice(7), ['line 4: page_missing']],
  ['a new statement instead of the last page', change(11, ':60F:C260110VND101,'), ['line 6: no_closing_balance']],
  [
    'a page without end before the next',
    change(6, undefined).filter((line) => line !== '-'),
    ['line 5: no_closing_balance', 'line 9: page_missing'],
  ],
  ['a movement outside a page', [...PAGES, ':61:260111C2,NTRFX//R3'], ['line 15: field_unexpected']],
  ['a closing balance too many', [...PAGES.slice(0, 13), ':62F:C260131VND103,'], ['line 14: field_unexpected']],
  ['no account', PAGES.filter((line) => !line.startsWith(':25:')), ['line 3: no_account', 'line 9: no_account']],
  ['no opening balance', [':20:R', ':25:1', '-'], ['line 3: no_opening_balance']],
])('%s is refused', async (_name, lines, faults) => {
  expect(await faultsOf(lines)).toEqual(faults);
});

test.each([
  ['no decimal comma', '260105C1000NTRFX//R1', 'no_decimal_comma'],
  ['a decimal point', '260105C1000.NTRFX//R1', 'no_decimal_comma'],
  ['a thousands separator', '260105C1.000,NTRFX//R1', 'no_decimal_comma'],
  ['a part of a đồng', '260105C1,5NTRFX//R1', 'too_many_decimals'],
  ['no mark', '2601051,NTRFX//R1', 'field_malformed'],
  ['no type', '260105C1,//R1', 'field_malformed'],
  ['no reference', '260105C1,NTRFNONREF', 'no_bank_ref'],
  ['no value day', '260230C1,NTRFX//R1', 'not_a_day'],
  ['no entry day', '2601050230C1,NTRFX//R1', 'not_a_day'],
  ['29 February of a common year', '2602280229C1,NTRFX//R1', 'not_a_day'],
])('a movement with %s is refused on its line, and the balance is not held against it too', async (_name, text, code) => {
  expect(await faultsOf([...movement(text), ...closing('7')])).toEqual([`line 5: ${code}`]);
});

test.each([
  ['no currency', ':62F:C260131100,', 'field_malformed'],
  ['another currency', ':62F:C260131USD100,', 'balance_currency'],
  ['an unknown one', ':62F:C260131XXX100,', 'unknown_currency'],
  ['31 June', ':62F:C260631VND100,', 'not_a_day'],
  ['no comma', ':62F:C260131VND100', 'no_decimal_comma'],
  ['two commas', ':62F:C260131VND1,0,', 'field_malformed'],
])('a closing balance with %s is refused', async (_name, text, code) => {
  expect(await faultsOf([...HEAD, text, '-'])).toEqual([`line 5: ${code}`]);
});

test('cut anywhere before its closing balance, a file is refused once, on its last line', async () => {
  const whole = [...movement('2601050106C1000,NTRFOWN//R1'), ':86:?20abc?32An', ':62F:C260131VND1100,'].join('\n');
  for (let length = 8; length < whole.length - 1; length += 1) {
    const part = whole.slice(0, length).trimEnd();
    const faults = await faultsOf(part.split('\n'));
    const last = part.split('\n').length;
    expect([part, ...faults]).toEqual([part, expect.stringMatching(new RegExp(`^line ${String(last)}: `))]);
  }
});

test('text that is no message is not taken for one', async () => {
  const result = await readStatement({ file: 's.sta', bytes: Buffer.from('Kính gửi quý khách') }, { format: 'mt940' });
  expect(result).toMatchObject({ faults: [{ code: 'statement_unknown' }] });
  expect(await faultsOf([':20:R', '-'])).toEqual(['line 2: no_opening_balance']);
});
