import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { searchKey } from '@kcn/vietnam';
import { readStatement } from './read-statement';
import type { StatementLine } from './statement';

const SAMPLE = join(__dirname, '../../../../../infra/demo/lam-dong-fees-2026');

async function read(file: string, folder = SAMPLE) {
  const result = await readStatement({ file, bytes: readFileSync(join(folder, file)) });
  if ('faults' in result) throw new Error(JSON.stringify(result.faults.slice(0, 5)));
  return result;
}

const inOrder = (lines: readonly StatementLine[]): StatementLine[] =>
  [...lines].sort((a, b) => (`${a.account} ${a.bankRef}` < `${b.account} ${b.bankRef}` ? -1 : 1));

const linesOf = async (file: string): Promise<StatementLine[]> => inOrder((await read(file)).statements.flatMap(({ lines }) => lines));

/** What a payment is matched by. */
const plain = (text: string): string => searchKey(text).replaceAll(/[^A-Z0-9]/g, '');

const comparable = ({ line: _line, remitter, description, ...rest }: StatementLine) => ({
  ...rest,
  remitter: plain(remitter),
  description: plain(description),
});

test('columns, camt.053 and MT940 of one statement give the same 551 movements', async () => {
  const csv = await linesOf('bank-statement.csv');
  expect(csv).toHaveLength(551);
  const camt = await linesOf('bank-statement.camt053.xml');
  const mt940 = await linesOf('bank-statement.mt940.sta');
  // camt.053 keeps every letter, MT940 none of the accents.
  const withoutLine = ({ line: _line, ...rest }: StatementLine) => rest;
  expect(camt.map(withoutLine)).toEqual(csv.map(withoutLine));
  expect(mt940.map(comparable)).toEqual(csv.map(comparable));
});

test('a line is where it says', async () => {
  const text = readFileSync(join(SAMPLE, 'bank-statement.mt940.sta'), 'utf8').split('\r\n');
  for (const { line, bankRef } of await linesOf('bank-statement.mt940.sta')) expect(text[line - 1]).toContain(`//${bankRef}`);
  const xml = readFileSync(join(SAMPLE, 'bank-statement.camt053.xml'), 'utf8').split('\n');
  for (const { line, bankRef } of await linesOf('bank-statement.camt053.xml')) expect(xml[line - 1]).toContain(`<AcctSvcrRef>${bankRef}<`);
});

test('statements of an account follow on one another', async () => {
  for (const file of ['bank-statement.camt053.xml', 'bank-statement.mt940.sta']) {
    const { statements } = await read(file);
    for (const account of ['1002003001', '1002003002']) {
      const own = statements.filter((one) => one.account === account);
      expect(own.length).toBeGreaterThan(1);
      own.slice(1).forEach((one, index) => {
        expect(one.opening).toBe(own[index]?.closing);
      });
    }
  }
});

test('what is sent a second time is part of what came first', async () => {
  const again = await linesOf('bank-statement-again.csv');
  const first = new Map((await linesOf('bank-statement.csv')).map((line) => [line.bankRef, comparable(line)]));
  expect(again.length).toBeGreaterThan(50);
  for (const line of again) expect(first.get(line.bankRef)).toEqual(comparable(line));
});

const EXPECTED = readFileSync(join(SAMPLE, 'bad/EXPECTED.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((row) => row.split(','))
  .filter(([, layout]) => layout === 'bank-statement')
  .map(([file = '', , where = '']) => ({ file, where }));

/** The fault that each file's reason names. */
const CODES: Readonly<Record<string, string>> = {
  26: 'not_a_number',
  27: 'too_many_decimals',
  28: 'bank_ref_repeated',
  29: 'not_a_number',
  30: 'required',
  31: 'balance_mismatch',
  32: 'xml_doctype',
  33: 'xml_doctype',
  34: 'xml_doctype',
  35: 'xml_malformed',
  36: 'no_closing_balance',
  37: 'entry_currency',
  38: 'cut_off',
  39: 'no_closing_balance',
  40: 'balance_mismatch',
  41: 'no_decimal_comma',
  42: 'not_a_day',
};

test('the 17 bad statements are all here', () => {
  expect(EXPECTED).toHaveLength(17);
});

test.each(EXPECTED)('$file is refused at $where', async ({ file, where }) => {
  const result = await readStatement({ file, bytes: readFileSync(join(SAMPLE, 'bad', file)) });
  if (!('faults' in result)) throw new Error('it was read');
  expect(result.faults.map((fault) => ({ file: fault.file, where: fault.where, code: fault.code }))).toEqual([
    { file, where, code: CODES[file.slice(0, 2)] },
  ]);
  for (const fault of result.faults) {
    expect(fault.vi).not.toBe('');
    expect(fault.en).not.toContain('{');
    const [, line, column] = /^line (\d+)(?: column (\w+))?$/.exec(where) ?? [];
    expect(fault.line).toBe(line === undefined ? null : Number(line));
    expect(fault.column).toBe(column ?? null);
  }
});
