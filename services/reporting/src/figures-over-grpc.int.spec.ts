import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import { reportingServiceV1 } from '@kcn/contracts';
import { DomainError } from '@kcn/kernel';
import { createGrpcClient } from '@kcn/service-kit';
import type { GrpcClient } from '@kcn/service-kit';
import { aBoard, aProject } from './spec-support/small-history';
import { startReporting } from './spec-support/start-reporting';
import type { TestReporting } from './spec-support/start-reporting';

const BOARD = 'figures';
const { getFigures } = reportingServiceV1.ReportingServiceService;
type Calls = GrpcClient<typeof reportingServiceV1.ReportingServiceService>['calls'];
type Figure = reportingServiceV1.Figure;

let reporting: TestReporting;
const clients: { close(): void }[] = [];

async function callsAs(boards: readonly string[]): Promise<Calls> {
  const token = await reporting.token({ sub: 'fees', boards, roles: ['service'] });
  const client = createGrpcClient(reportingServiceV1.ReportingServiceClient, {
    address: reporting.grpcAddress(),
    token,
    deadlineMs: 5_000,
  });
  clients.push(client);
  return client.calls;
}

const request = (more: Partial<reportingServiceV1.GetFiguresRequest> = {}): reportingServiceV1.GetFiguresRequest => ({
  board: BOARD,
  period: '2017',
  calendar: '',
  selectors: [],
  asOf: undefined,
  ...more,
});
const named = (indicator: string, breakdown = '', unit = '') => ({ indicator, breakdown, unit });

/** The summary over HTTP as known at an instant: its hash, its instant and positions. */
async function overHttp(asOf?: string): Promise<{ sha256: string; asOf: string; positions: Readonly<Record<string, number>> }> {
  const query = asOf === undefined ? '' : `?as_of=${asOf}`;
  const { headers, body } = await reporting.settled('GET', `/v1/boards/${BOARD}/summaries/2017${query}`);
  return { sha256: (headers.get('etag') ?? '').replaceAll('"', ''), asOf: body.meta.as_of ?? '', positions: body.meta.positions };
}

beforeAll(async () => {
  reporting = await startReporting();
  await reporting.record(BOARD, [aBoard(), aProject('P1', { issuedOn: '2016-03-01' }), aProject('P2', { registeredAmount: 3_000_000n })]);
});
afterAll(async () => {
  for (const client of clients) client.close();
  await reporting.stop();
});

test('values, plan, last year, growth and provenance, as the summary prints them; an earlier instant gives what was known then', async () => {
  const calls = await callsAs([BOARD]);
  const before = await overHttp();
  await reporting.record(BOARD, [aProject('P3')]);
  await reporting.importFiles(BOARD, {
    'indicator-values.csv':
      'indicator,breakdown,period,value,unit,qualifier,note\nTTHC.RES,,2017,539,dossier,exact,\nINV.NEW.N,,2017,5,project,exact,\n',
    'plan-targets.csv': 'indicator,breakdown,year,value,unit,decision_no,note\nINV.NEW.N,,2017,4,project,,\nTTHC.LATE,,2017,3,dossier,,\n',
  });
  const now = await overHttp();

  const selectors = [
    named('INV.NEW.N'),
    named('INV.NEW.CAP', 'FDI'),
    named('TTHC.RES'),
    named('INV.NEW.CAP', 'FDI', 'VND'),
    named('NO.SUCH'),
    named('TTHC.LATE', '', 'dossier'),
    named('TTHC.LATE', '', 'project'),
  ];
  const answer = await calls.getFigures(request({ selectors }));
  const absent = { value: undefined, plan: undefined, pctPlan: undefined, lastYear: undefined, yoy: undefined, source: '' };
  expect(answer.figures).toMatchObject([
    {
      ...{ indicator: 'INV.NEW.N', unit: 'project', value: '2', plan: '4', pctPlan: '50.00', lastYear: '1', yoy: '100.00' },
      ...{ source: 'records', stated: '5', flags: [] },
    },
    {
      ...{ indicator: 'INV.NEW.CAP', breakdown: 'FDI', unit: 'USD', value: '40000', plan: undefined, pctPlan: undefined },
      ...{ lastYear: '10000', yoy: '300.00', source: 'records', stated: undefined },
    },
    { indicator: 'TTHC.RES', unit: 'dossier', value: '539', lastYear: undefined, yoy: undefined, source: 'typed' },
    { indicator: 'INV.NEW.CAP', breakdown: 'FDI', unit: 'VND', ...absent },
    { indicator: 'NO.SUCH', ...absent },
    // A plan without a figure has no row in the summary; who asks for it by name and unit is told.
    { indicator: 'TTHC.LATE', unit: 'dossier', ...absent, plan: '3' },
    { indicator: 'TTHC.LATE', unit: 'project', ...absent },
  ]);
  expect(answer).toMatchObject({ rulesVersion: '1', summarySha256: now.sha256, positions: { registry: 4n, reporting: 4n } });
  expect(answer.asOf?.toISOString()).toBe(now.asOf);

  const then = await calls.getFigures(request({ selectors: [named('INV.NEW.N')], asOf: new Date(before.asOf) }));
  expect(then.figures).toMatchObject([{ value: '1', plan: undefined, lastYear: '1', yoy: '0.00', stated: undefined }]);
  expect(then).toMatchObject({ summarySha256: before.sha256, positions: { registry: 3n, reporting: 0n } });

  const all = await calls.getFigures(request({ period: '2017-H1', calendar: 'ND09' }));
  const find = (indicator: string): Figure | undefined => all.figures.find((one) => one.indicator === indicator && one.breakdown === '');
  // A half-year's flow is of its own window; the year's plan goes with it only from 1 January on, which ND09's does not.
  expect(find('INV.NEW.N')).toMatchObject({ value: '2', pctPlan: undefined });
  expect(find('TTHC.RES')).toBeUndefined();
});

test('names the published revision as long as it says the same figures', async () => {
  const board = 'published-figures';
  await reporting.record(board, [aBoard(), aProject('P1')]);
  const calls = await callsAs([board]);
  const asked = () => calls.getFigures(request({ board, selectors: [named('INV.NEW.N')] }));
  await reporting.settled('GET', `/v1/boards/${board}/summaries/2017`);
  expect((await asked()).publishedSha256).toBe('');
  const as = { sub: 'approver', boards: [board], roles: ['approver' as const] };
  const published = await reporting.settled('POST', `/v1/boards/${board}/summaries/2017/publications`, { as, body: {} });
  const { sha256 } = published.body as unknown as { readonly sha256: string };
  expect([published.status, (await asked()).publishedSha256]).toEqual([201, sha256]);
  // A later instant that changed nothing of this year leaves it so; another figure does not.
  await reporting.record(board, [aProject('P2', { issuedOn: '2019-03-01' })]);
  await reporting.settled('GET', `/v1/boards/${board}/summaries/2017`);
  expect((await asked()).publishedSha256).toBe(sha256);
  await reporting.record(board, [aProject('P3')]);
  await reporting.settled('GET', `/v1/boards/${board}/summaries/2017`);
  expect((await asked()).publishedSha256).toBe('');
});

test('what cannot be asked is refused by the code of its fault', async () => {
  const calls = await callsAs(['*']);
  const codeOf = (more: Partial<reportingServiceV1.GetFiguresRequest>): Promise<unknown> =>
    calls.getFigures(request(more)).then(
      () => 'answered',
      (error: unknown) => (error instanceof DomainError ? `${error.category} ${error.code}` : 'no refusal'),
    );
  expect(await codeOf({ period: '2017-H3' })).toBe('invalid bad_period');
  expect(await codeOf({ calendar: 'lunar' })).toBe('invalid bad_calendar');
  expect(await codeOf({ asOf: new Date(Date.now() + 3_600_000) })).toBe('invalid instant_in_future');
  expect(await codeOf({ board: 'nobody' })).toBe('not_found unknown_board');
});

test('another board is NOT_FOUND, whether it exists or not; without a token or a deadline nothing is answered', async () => {
  const stranger = await callsAs(['ha-nam']);
  for (const board of [BOARD, 'nobody'])
    await expect(stranger.getFigures(request({ board }))).rejects.toMatchObject({ category: 'not_found', code: 'unknown_board' });

  const raw = new Client(reporting.grpcAddress(), credentials.createInsecure());
  clients.push(raw);
  const token = await reporting.token({ boards: [BOARD], roles: ['service'] });
  const ask = (more: { readonly token?: string; readonly deadline?: number }): Promise<[number, unknown]> =>
    new Promise((resolve) => {
      const metadata = new Metadata();
      if (more.token !== undefined) metadata.set('authorization', `Bearer ${more.token}`);
      raw.makeUnaryRequest(
        getFigures.path,
        getFigures.requestSerialize,
        getFigures.responseDeserialize,
        request(),
        metadata,
        more.deadline === undefined ? {} : { deadline: more.deadline },
        (error: ServiceError | null) => {
          resolve([error?.code ?? status.OK, error?.metadata.get('kcn-error-code')[0]]);
        },
      );
    });
  const deadline = Date.now() + 20_000;
  expect(await ask({ token, deadline })).toEqual([status.OK, undefined]);
  expect(await ask({ deadline })).toEqual([status.UNAUTHENTICATED, 'bad_token']);
  expect(await ask({ token: 'forged', deadline })).toEqual([status.UNAUTHENTICATED, 'bad_token']);
  expect(await ask({ token })).toEqual([status.INVALID_ARGUMENT, 'deadline_required']);
});
