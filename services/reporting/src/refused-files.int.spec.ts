import { startReporting } from './spec-support/start-reporting';
import type { TestReporting } from './spec-support/start-reporting';

const VALUES = 'indicator,breakdown,period,value,unit,qualifier,note\n';
const PLANS = 'indicator,breakdown,year,value,unit,decision_no,note\n';
const CATALOGUE = 'code,name_vi,name_en,unit,kind,source,numerator,denominator,breakdowns\n';
const BOARD = 'refused';
const MEBIBYTE = 1_048_576;

let reporting: TestReporting;
beforeAll(async () => {
  reporting = await startReporting();
  const files = {
    'indicator-values.csv': `${VALUES}TTHC.RES,,2017,539,dossier,exact,\n`,
    'plan-targets.csv': `${PLANS}TTHC.RES,,2017,600,dossier,,\n`,
    'catalogue.csv': `${CATALOGUE}THI.DUA.DIEM,Điểm thi đua,Emulation points,point,stock,typed,,,\n`,
  };
  expect((await reporting.importFiles(BOARD, files)).status).toBe(201);
});
afterAll(() => reporting.stop());

/** All that an import could change, of every board, and what people see of it. */
async function state(): Promise<unknown> {
  const { connection } = reporting.database;
  const all = (name: string) => connection.collection(name).find({}).sort({ _id: 1 }).toArray();
  return {
    ...Object.fromEntries(
      await Promise.all(
        ['event_log', 'own_records', 'own_record_versions', 'imports', 'idempotency_keys'].map(
          async (name) => [name, await all(name)] as const,
        ),
      ),
    ),
    // A question about an instant moves the head's own instant, not its position.
    heads: await connection
      .collection('log_heads')
      .find({}, { projection: { position: 1 } })
      .sort({ _id: 1 })
      .toArray(),
    summary: (await reporting.settled('GET', `/v1/boards/${BOARD}/summaries/2017`)).text,
  };
}

type Content = string | Buffer<ArrayBuffer>;
interface Case {
  readonly what: string;
  readonly files: Readonly<Record<string, Content>>;
  /** `file where code`; the whole list. */
  readonly faults: readonly string[];
}

const values = (...rows: readonly string[]): Case['files'] => ({ 'indicator-values.csv': VALUES + rows.map((row) => `${row}\n`).join('') });
const plans = (...rows: readonly string[]): Case['files'] => ({ 'plan-targets.csv': PLANS + rows.map((row) => `${row}\n`).join('') });
const V = 'indicator-values.csv';

/** `Hà Nội` in Windows-1258: à is one byte, which UTF-8 cannot begin a letter with before an N. */
const windows1258 = Buffer.concat([Buffer.from(`${VALUES}TTHC.RES,,2017,1,dossier,exact,H`), Buffer.from([0xe0]), Buffer.from(' Noi\n')]);
const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`${VALUES}TTHC.RES,,2017,1,dossier,exact,\n`, 'utf16le')]);

const CASES: readonly Case[] = [
  { what: 'Windows-1258', files: { [V]: windows1258 }, faults: [`${V} file not_utf8`] },
  { what: 'UTF-16', files: { [V]: utf16 }, faults: [`${V} file not_utf8`] },
  { what: 'an empty file', files: { [V]: '' }, faults: [`${V} file file_empty`] },
  { what: 'no column value', files: { [V]: 'indicator,breakdown,period,unit,qualifier,note\n' }, faults: [`${V} line 1 column_missing`] },
  {
    what: 'a column too many, and one twice',
    files: { [V]: 'indicator,breakdown,period,value,unit,qualifier,note,colour,note\n' },
    faults: [`${V} line 1 column_unknown`, `${V} line 1 column_twice`],
  },
  {
    what: 'an unquoted comma, told on the line where the row starts',
    files: values('TTHC.RES,,2016,1,dossier,exact,"hai\ndòng"', 'TTHC.RES,,2017,1,dossier,exact,a,b'),
    faults: [`${V} line 4 malformed`],
  },
  { what: 'an unclosed quote', files: values('TTHC.RES,,2017,1,dossier,exact,"a'), faults: [`${V} line 2 malformed`] },
  { what: 'text after a closing quote', files: values('TTHC.RES,,2017,1,dossier,exact,"a"b'), faults: [`${V} line 2 malformed`] },
  {
    what: 'formulas',
    files: values(
      'TTHC.RES,,2017,1,dossier,exact,=HYPERLINK(x)',
      'TTHC.LATE,,2017,1,dossier,exact,+1',
      'TTHC.RES,,2016,1,dossier,exact,@SUM',
    ),
    faults: [`${V} line 2 column note formula`, `${V} line 3 column note formula`, `${V} line 4 column note formula`],
  },
  {
    what: 'an indicator that no catalogue has',
    files: values('NO.SUCH,,2017,1,dossier,exact,'),
    faults: [`${V} line 2 column indicator unknown_indicator`],
  },
  {
    what: 'a breakdown that the indicator has not',
    files: values('TTHC.RES,FDI,2017,1,dossier,exact,'),
    faults: [`${V} line 2 column breakdown bad_breakdown`],
  },
  {
    what: 'amounts over 64 bits in the smallest part of their unit',
    files: values(
      'ENT.REV,,2016,92233720368547758.08,USD,exact,',
      'ENT.REV,,2015,-92233720368547758.09,USD,exact,',
      'ENT.BUDGET,,2015,9223372036854775808,VND,exact,',
      'ENT.REV,,2014,92233720368547759,USD,exact,',
    ),
    faults: [
      `${V} line 2 column value amount_too_large`,
      `${V} line 3 column value amount_too_large`,
      `${V} line 4 column value amount_too_large`,
      `${V} line 5 column value amount_too_large`,
    ],
  },
  {
    what: 'numbers as people print them, and too many decimals',
    files: values(
      'ENT.REV,,2016,"1.234,5",USD,exact,',
      'TTHC.RES,,2016,1 000,dossier,exact,',
      'ENT.REV,,2015,1.234,USD,exact,',
      'ENT.BUDGET,,2015,1.5,VND,exact,',
    ),
    faults: [
      `${V} line 2 column value not_a_number`,
      `${V} line 3 column value not_a_number`,
      `${V} line 4 column value too_many_decimals`,
      `${V} line 5 column value too_many_decimals`,
    ],
  },
  {
    what: 'a key twice with different content',
    files: values('TTHC.RES,,2016,1,dossier,exact,', 'TTHC.LATE,,2016,1,dossier,exact,', 'TTHC.RES,,2016,2,dossier,exact,'),
    faults: [`${V} line 4 key_twice`],
  },
  {
    what: 'periods that there are not',
    files: values(
      'TTHC.RES,,2017-Q5,1,dossier,exact,',
      'TTHC.RES,,2017-13,1,dossier,exact,',
      'TTHC.RES,,quý 1/2017,1,dossier,exact,',
      'TTHC.RES,,,1,dossier,exact,',
    ),
    faults: [
      `${V} line 2 column period bad_period`,
      `${V} line 3 column period bad_period`,
      `${V} line 4 column period bad_period`,
      `${V} line 5 column period required`,
    ],
  },
  { what: 'a plan of a quarter', files: plans('TTHC.RES,,2017-Q1,1,dossier,,'), faults: ['plan-targets.csv line 2 column year bad_year'] },
  {
    what: 'no unit, and a qualifier that there is not',
    files: values('TTHC.RES,,2016,1,,exact,', 'TTHC.LATE,,2016,1,dossier,sure,'),
    faults: [`${V} line 2 column unit required`, `${V} line 3 column qualifier unknown_value`],
  },
  {
    what: 'a catalogue row over a built-in code, and one that is computed',
    files: { 'catalogue.csv': `${CATALOGUE}INV.NEW.N,Khác,Other,project,flow,records,,,\nMY.OWN,Của tôi,My own,point,stock,records,,,\n` },
    faults: ['catalogue.csv line 2 column code catalogue_code_built_in', 'catalogue.csv line 3 column source catalogue_source_not_typed'],
  },
  { what: 'a file of no layout', files: { 'other.csv': 'a,b\n' }, faults: ['other.csv file file_unknown'] },
  {
    what: 'a workbook that is none',
    files: { 'indicator-values.xlsx': `${VALUES}TTHC.RES,,2017,1,dossier,exact,\n` },
    faults: ['indicator-values.xlsx file not_a_workbook'],
  },
  {
    what: 'one bad file beside a sound one',
    files: { ...plans('TTHC.LATE,,2017,1,dossier,,'), ...values('NO.SUCH,,2017,1,dossier,exact,') },
    faults: [`${V} line 2 column indicator unknown_indicator`],
  },
];

test.each(CASES)('$what: refused with file, place and code in both languages; nothing changes', async ({ files, faults }) => {
  const before = await state();
  for (const mode of ['dry-run', 'apply'] as const) {
    const { status, body } = await reporting.importFiles(BOARD, files, { mode });
    expect([status, body.code, body.report.status]).toEqual([422, 'import_refused', 'refused']);
    expect(body.report.errors.map(({ file, where, code }) => `${file} ${where} ${code}`)).toEqual(faults);
    for (const { vi, en, where, line, column } of body.report.errors) {
      expect(vi).not.toBe(en);
      expect([vi, en]).not.toContain('');
      const parts = [...(line === null ? [] : [`line ${line.toString()}`]), ...(column === null ? [] : [`column ${column}`])];
      expect(where).toBe(parts.join(' ') || 'file');
    }
  }
  expect(await state()).toEqual(before);
});

test('a file over 64 MB is answered 413, one of 64 MB is read', async () => {
  const before = await state();
  const tooLarge = await reporting.importFiles(BOARD, { [V]: Buffer.alloc(64 * MEBIBYTE + 1, 'a') });
  expect([tooLarge.status, tooLarge.body.code]).toEqual([413, 'file_too_large']);
  const justFits = await reporting.importFiles(BOARD, { [V]: Buffer.alloc(64 * MEBIBYTE, 'a') });
  expect([justFits.status, justFits.body.code]).toEqual([422, 'import_refused']);
  expect(await state()).toEqual(before);
});

test('what just fits is taken: the largest amount, the same row twice, a BOM, columns in another order', async () => {
  const largest = values('ENT.REV,,2016,92233720368547758.07,USD,exact,', 'ENT.REV,,2016,92233720368547758.07,USD,exact,');
  const answer = await reporting.importFiles(BOARD, largest, { mode: 'dry-run' });
  expect([answer.status, answer.body.files[0]]).toMatchObject([200, { rows: 2, added: 1, unchanged: 1, refused: 0 }]);
  const shuffled = '\uFEFFnote,qualifier,unit,value,period,breakdown,indicator\r\n,exact,dossier,539,2017,,TTHC.RES\r\n';
  expect((await reporting.importFiles(BOARD, { [V]: shuffled }, { mode: 'dry-run' })).body.files[0]).toMatchObject({
    unchanged: 1,
    refused: 0,
  });
});

test('a unit belongs to the figure’s name: a plan in another unit, even an unheard-of one, is no plan of this figure', async () => {
  const board = 'units';
  expect((await reporting.importFiles(board, values('TTHC.RES,,2017,539,dossier,exact,'))).status).toBe(201);
  await reporting.importFiles(board, plans('TTHC.RES,,2017,12,thùng,,'));
  const { body } = await reporting.settled('GET', `/v1/boards/${board}/summaries/2017`);
  expect(body.figures.filter(({ indicator, value }) => indicator === 'TTHC.RES' && value !== null)).toMatchObject([
    { unit: 'dossier', value: '539', plan: null, pct_plan: null },
  ]);
});
