import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readStatement } from './read-statement';
import type { StatementFormat, StatementResult } from './statement';

const BAD = join(__dirname, '../../../../../infra/demo/lam-dong-fees-2026/bad');

/** Small statements that are right but for the defect of their name, and bytes of nobody. */
const SEEDS = [
  '34-camt-empty-doctype.xml',
  '37-camt-other-currency.xml',
  '40-mt940-balance.sta',
  '42-mt940-date.sta',
  '28-bank-ref-repeated.csv',
].map((file) => readFileSync(join(BAD, file)));

const FORMATS: readonly (StatementFormat | undefined)[] = [undefined, 'csv', 'camt053', 'mt940'];

/** Whatever came out is a whole answer: sound lines, or faults with a place and two texts. */
function judge(result: StatementResult): void {
  if ('faults' in result) {
    expect(result.faults.length).toBeGreaterThan(0);
    expect(result.faults.length).toBeLessThanOrEqual(1_100);
    for (const { vi, en, where } of result.faults) expect([vi, en, where].every((text) => text.length > 0 && text.length < 600)).toBe(true);
    return;
  }
  for (const { account, opening, closing, lines } of result.statements) {
    expect(account).not.toBe('');
    for (const line of lines) expect([line.account === account, line.bankRef !== '', line.bookedOn.length]).toEqual([true, true, 10]);
    if (opening !== undefined && closing !== undefined && result.repeated === 0)
      expect(lines.reduce((total, { amount }) => total + amount, opening)).toBe(closing);
  }
}

const format = fc.constantFrom(...FORMATS);
const options = (chosen: StatementFormat | undefined) => (chosen === undefined ? {} : { format: chosen });

test('any bytes at all give statements or faults', async () => {
  const starts = fc.constantFrom(
    '',
    '<',
    '<?xml version="1.0"?><Document>',
    ':20:',
    '{1:',
    'PK\u0003\u0004',
    'account,',
    '\uFEFF<',
    ':20:A\n:25:1\n:60F:C260101VND1,\n',
  );
  await fc.assert(
    fc.asyncProperty(starts, fc.uint8Array({ maxLength: 400 }), format, async (start, bytes, chosen) => {
      judge(await readStatement({ file: 'x', bytes: Buffer.concat([Buffer.from(start), bytes]) }, options(chosen)));
    }),
    { numRuns: 1_000 },
  );
});

test('a sound statement with some of its bytes changed, cut out or doubled gives statements or faults', async () => {
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    drop: fc.nat(40),
    insert: fc.oneof(fc.string(), fc.constantFrom('<', '&', ']]>', '\r\n:', '\n-', ':61:', ',', '"', '\n', '?20', '</Stmt>')),
  });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...SEEDS), fc.array(edit, { minLength: 1, maxLength: 4 }), format, async (seed, edits, chosen) => {
      let bytes = seed;
      for (const { at, drop, insert } of edits) {
        const offset = Math.floor(at * bytes.length);
        bytes = Buffer.concat([bytes.subarray(0, offset), Buffer.from(insert), bytes.subarray(offset + drop)]);
      }
      judge(await readStatement({ file: 'x', bytes }, options(chosen)));
    }),
    { numRuns: 1_000 },
  );
});

test('every cut of a camt.053 file is refused', async () => {
  const whole = readFileSync(join(BAD, '31-camt-balance.xml'));
  const sound = Buffer.from(whole.toString().replace('502984797', '502983797'));
  expect(await readStatement({ file: 'x', bytes: sound })).toHaveProperty('statements');
  for (let length = 0; length < sound.length - '\n'.length; length += 37)
    expect(await readStatement({ file: 'x', bytes: sound.subarray(0, length) }, { format: 'camt053' })).toHaveProperty('faults');
});

const repeat = (text: string, bytes: number): Buffer => Buffer.alloc(bytes, text);
const MEGABYTES = 8 * 1_024 * 1_024;

test.each<[string, string, string]>([
  ['elements that never close', '<a>', '<a>'],
  ['empty entries', '<Document><BkToCstmrStmt><Stmt>', '<Ntry/>'],
  ['empty balances', '<Document><BkToCstmrStmt><Stmt>', '<Bal/>'],
  ['empty statements', '<Document><BkToCstmrStmt>', '<Stmt/>'],
  ['one text without end', '<Document><BkToCstmrStmt><Stmt><Id>', 'a'],
  ['pieces of text without end', '<Document><BkToCstmrStmt><Stmt><Ntry><NtryDtls><TxDtls><RmtInf>', '<Ustrd>a</Ustrd>'],
  ['attributes without end', '<Document ', 'a'],
  ['a declaration without end', '<!DOCTYPE a [', '<!ENTITY a "a">'],
  ['comments without end', '<Document>', '<!-- -->'],
  ['one line without end', ':20:', '1'],
  ['fields without end', ':20:', ':61:\n'],
  ['question marks', ':20:A\n:25:1\n:60F:C260101VND1,\n:61:260105C1,NTRFX//R1\n:86:?20', '?2'],
  ['pieces of information', ':20:A\n:25:1\n:60F:C260101VND1,\n:61:260105C1,NTRFX//R1\n:86:?20', '?20a'],
  ['opening pages', '', ':60F:C260101VND1,\n'],
  ['digits', ':20:A\n:25:1\n:60F:C260101VND', '1'],
  ['rows with a fault in each cell', 'account,booked_on,value_on,amount,currency,bank_ref,remitter,description\n', 'a,a,a,a,a,,=a,a\n'],
  ['a quote without end', 'account,"', 'a\n'],
])('8 MB of %s are refused in time that grows with their length', async (_name, start, more) => {
  const startedAt = performance.now();
  const result = await readStatement({ file: 'x', bytes: Buffer.concat([Buffer.from(start), repeat(more, MEGABYTES)]) });
  judge(result);
  expect(result).toHaveProperty('faults');
  // Takes one or two seconds at most; what grows with the square takes minutes.
  expect(performance.now() - startedAt).toBeLessThan(20_000);
});
