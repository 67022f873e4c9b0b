import { idempotencySuite } from '@kcn/testkit';
import type { CommandAnswer } from '@kcn/testkit';
import { aBoard, aProject } from './spec-support/small-history';
import type { Answer } from './spec-support/answer';
import { startReporting } from './spec-support/start-reporting';
import type { TestReporting } from './spec-support/start-reporting';

let reporting: TestReporting;
beforeAll(async () => {
  reporting = await startReporting();
});
afterAll(() => reporting.stop());

const VALUES = 'indicator,breakdown,period,value,unit,qualifier,note\n';
const PLANS = 'indicator,breakdown,year,value,unit,decision_no,note\n';
const CATALOGUE = 'code,name_vi,name_en,unit,kind,source,numerator,denominator,breakdowns\n';
const RECORDER = { sub: 'recorder', roles: ['recorder' as const] };

const path = (board: string, rest: string): string => `/v1/boards/${board}${rest}`;
const summary = (board: string, query = ''): Promise<Answer> => reporting.settled('GET', path(board, `/summaries/2017${query}`));
const rowOf = (answer: Answer, indicator: string) => answer.body.figures.find((figure) => figure.indicator === indicator);

test('typed values and plans: added, unchanged, corrected, withdrawn – each known from its instant on', async () => {
  const files = {
    'indicator-values.csv': `${VALUES}TTHC.RES,,2017,539,dossier,exact,\n`,
    'plan-targets.csv': `${PLANS}TTHC.RES,,2017,600,dossier,,\n`,
  };
  const added = await reporting.importFiles('typed', files);
  expect(added.status).toBe(201);
  expect(added.body.files.map((file) => [file.kind, file.added, file.unchanged])).toEqual([
    ['indicator-values', 1, 0],
    ['plan-targets', 1, 0],
  ]);
  const first = await summary('typed');
  expect(rowOf(first, 'TTHC.RES')).toMatchObject({ value: '539', plan: '600', pct_plan: '89.83' });

  const again = await reporting.importFiles('typed', files);
  expect(again.body.files.map((file) => [file.added, file.corrected, file.unchanged])).toEqual([
    [0, 0, 1],
    [0, 0, 1],
  ]);
  expect((await summary('typed')).text).toBe(first.text);

  const corrected = await reporting.importFiles('typed', { 'indicator-values.csv': `${VALUES}TTHC.RES,,2017,540,dossier,exact,\n` });
  expect(corrected.body.files[0]).toMatchObject({ corrected: 1 });
  expect(rowOf(await summary('typed'), 'TTHC.RES')).toMatchObject({ value: '540' });
  expect((await reporting.call('GET', path('typed', `/imports/${corrected.body.import_id}`))).body).toEqual(corrected.body);

  const withdrawn = await reporting.call('POST', path('typed', '/withdrawals'), {
    as: RECORDER,
    body: { kind: 'indicator-values', key: 'TTHC.RES||2017', reason: 'nhầm kỳ' },
  });
  expect(withdrawn.status).toBe(201);
  expect(rowOf(await summary('typed'), 'TTHC.RES')).toBeUndefined();
  expect((await summary('typed', `?as_of=${first.body.meta.as_of ?? ''}`)).text).toBe(first.text);
});

test('bad rows are refused with file, line, column and code, and nothing changes', async () => {
  const refused = await reporting.importFiles('bad', {
    'indicator-values.csv': `${VALUES}NOBODY.KNOWS,,2017,1,dossier,exact,\nTTHC.RES,FDI,2017,1,dossier,exact,\nTTHC.RES,,2017-Q5,1,dossier,exact,\nTTHC.RES,,2016,"1,5",dossier,exact,\nTTHC.RES,,2017,1,dossier,exact,\nTTHC.RES,,2017,2,dossier,exact,\nENT.REV,,2017,1.234,USD,exact,\nTTHC.LATE,,2017,1,dossier,sure,=1+1\n`,
    'plan-targets.csv': `${PLANS}INV.NEW.N,,17,5,,,\n`,
    'other.csv': 'a,b\n',
  });
  expect(refused).toMatchObject({ status: 422, body: { code: 'import_refused' } });
  const faults = refused.body.report.errors.map(({ where, code }) => `${where}: ${code}`);
  expect(faults).toEqual(
    expect.arrayContaining([
      'line 2 column indicator: unknown_indicator',
      'line 3 column breakdown: bad_breakdown',
      'line 4 column period: bad_period',
      'line 5 column value: not_a_number',
      'line 7: key_twice',
      'line 8 column value: too_many_decimals',
      'line 9 column qualifier: unknown_value',
      'line 9 column note: formula',
      'line 2 column year: bad_year',
      'line 2 column unit: required',
      'file: file_unknown',
    ]),
  );
  expect((await reporting.call('GET', path('bad', '/status'))).status).toBe(404);
});

test('a board’s own catalogue makes its codes known, in the same import too; built-in ones cannot be changed', async () => {
  const own = `${CATALOGUE}THI.DUA.DIEM,Điểm thi đua,Emulation points,point,stock,typed,,,\n`;
  const taken = await reporting.importFiles('catalogued', {
    'indicator-values.csv': `${VALUES}THI.DUA.DIEM,,2017,97.5,point,exact,\n`,
    'catalogue.csv': own,
  });
  expect(taken.status).toBe(201);
  expect(rowOf(await summary('catalogued'), 'THI.DUA.DIEM')).toMatchObject({ value: '97.5' });
  const changed = await reporting.importFiles('catalogued', {
    'indicators.csv': `${CATALOGUE}INV.NEW.N,Khác,Other,project,flow,records,,,\n`,
  });
  expect(changed.body.report.errors[0]).toMatchObject({ code: 'catalogue_code_built_in', column: 'code' });
  expect((await reporting.call('GET', path('catalogued', '/catalogue'))).body.items.map((item) => item['code'])).toEqual(
    expect.arrayContaining(['INV.NEW.N', 'THI.DUA.DIEM']),
  );
});

test('who typed a value of the period may not publish it', async () => {
  await reporting.importFiles(
    'made',
    { 'indicator-values.csv': `${VALUES}TTHC.RES,,2017,539,dossier,exact,\n` },
    { as: { sub: 'maker', roles: ['recorder'] } },
  );
  const publish = (sub: string) =>
    reporting.settled('POST', path('made', '/summaries/2017/publications'), { as: { sub, roles: ['approver'] }, body: {} });
  expect((await publish('maker')).body.code).toBe('maker_is_checker');
  expect((await publish('another')).status).toBe(201);
});

const answerOf = (answer: Answer): CommandAnswer =>
  answer.status < 300
    ? { ok: true, response: answer.body, replayed: answer.headers.get('idempotency-replayed') === 'true' }
    : { ok: false, code: answer.body.code };

let boards = 0;
const freshBoard = (): string => `board-${((boards += 1)).toString()}`;
const countOf = (collection: string, board: string): Promise<number> =>
  reporting.database.connection.collection(collection).countDocuments({ board });

idempotencySuite<string>({
  name: 'imports',
  async makeFixture() {
    const board = freshBoard();
    return {
      submit: async (key, text) => answerOf(await reporting.importFiles(board, { 'indicator-values.csv': text }, { key })),
      body: `${VALUES}TTHC.RES,,2017,539,dossier,exact,\n`,
      otherBody: `${VALUES}TTHC.RES,,2017,540,dossier,exact,\n`,
      refusedBody: `${VALUES}NOBODY.KNOWS,,2017,540,dossier,exact,\n`,
      countEffects: () => countOf('own_record_versions', board),
      stop: () => Promise.resolve(),
    };
  },
});

idempotencySuite<string>({
  name: 'publications',
  async makeFixture() {
    const board = freshBoard();
    await reporting.record(board, [aBoard(), aProject('P1')]);
    await summary(board);
    const publish = (key: string, calendar: string) =>
      reporting.settled('POST', path(board, '/summaries/2017/publications'), {
        key,
        as: { sub: 'hoa', roles: ['approver'] },
        body: { calendar },
      });
    return {
      submit: async (key, calendar) => answerOf(await publish(key, calendar)),
      body: 'calendar',
      otherBody: 'ND09',
      refusedBody: 'lunar',
      countEffects: () => countOf('publications', board),
      stop: () => Promise.resolve(),
    };
  },
});

idempotencySuite<string>({
  name: 'summary runs',
  async makeFixture() {
    const board = freshBoard();
    await reporting.record(board, [aBoard(), aProject('P1')]);
    return {
      submit: async (key, period) =>
        answerOf(
          await reporting.call('POST', path(board, '/summary-runs'), { key, as: { sub: 'r', roles: ['reader'] }, body: { period } }),
        ),
      body: '2017',
      otherBody: '2017-H1',
      refusedBody: '2017-H3',
      countEffects: () => countOf('job_requests', board),
      stop: () => Promise.resolve(),
    };
  },
});
