import { randomUUID } from 'node:crypto';
import { createApiClient } from './platform/api-client';
import type { ApiClient } from './platform/api-client';
import { importSet, readSampleSet } from './platform/demo-set';
import type { Platform } from './platform/platform';
import { startPlatform } from './platform/platform';
import { settledSummary } from './platform/summary';
import { until } from './platform/until';

jest.setTimeout(300_000);

const BOARD = 'hung-yen';

describe('from the records of Hưng Yên 2017 to its printed summary', () => {
  let platform: Platform;
  let recorder: { registry: ApiClient; reporting: ApiClient };
  let reader: ApiClient;
  let approver: ApiClient;

  beforeAll(async () => {
    platform = await startPlatform();
    const as = (service: 'registry' | 'reporting') => platform.client(service, { subject: 'lan.recorder', roles: ['recorder', 'reader'] });
    recorder = { registry: await as('registry'), reporting: await as('reporting') };
    reader = await platform.client('reporting', { subject: 'minh.reader', roles: ['reader'] });
    approver = await platform.client('reporting', { subject: 'hoa.approver', roles: ['approver', 'reader'] });
  });
  afterAll(() => platform.stop());

  test('every figure equals what was computed apart from the platform', async () => {
    const set = await readSampleSet();
    await importSet(recorder.registry, BOARD, set.registry);
    await importSet(recorder.reporting, BOARD, set.reporting);
    const { summary } = await settledSummary(reader, BOARD, '2017');
    expect(summary.figures).toEqual(set.expected.figures);
  });

  test('a summary-run job ends in the same summary', async () => {
    const answer = await recorder.reporting.insist('POST', `/v1/boards/${BOARD}/summary-runs`, { period: '2017' });
    expect(answer.status).toBe(202);
    const run = await until(
      async () => {
        const { body } = await reader.get(answer.headers.get('location') ?? '');
        const state = body as { status: string; progress: number; summary?: { sha256: string } };
        return state.status === 'done' ? state : undefined;
      },
      { what: 'the summary run to be done', timeoutMs: 60_000 },
    );
    expect(run.progress).toBe(100);
    expect(run.summary?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('before a correction, after it, and as of before it: the old bytes come back, the published ones never change, a revision lists what differs', async () => {
    const old = await settledSummary(reader, BOARD, '2017');
    const publish = (client: ApiClient) => client.insist('POST', `/v1/boards/${BOARD}/summaries/2017/publications`, {});
    const refused = await publish(await platform.client('reporting', { subject: 'lan.recorder', roles: ['approver'] }));
    expect({ status: refused.status, code: (refused.body as { code: string }).code }).toEqual({ status: 403, code: 'maker_is_checker' });
    expect((await publish(approver)).status).toBe(201);

    const correction = 'project_code,period,amount,currency\n052021002360,2017-Q4,1000000000,VND\n';
    await importSet(recorder.registry, BOARD, { 'implemented-capital.csv': Buffer.from(correction) });
    const corrected = await until(
      async () => {
        const now = await settledSummary(reader, BOARD, '2017');
        return now.bytes === old.bytes ? undefined : now;
      },
      { what: 'the corrected summary', timeoutMs: 60_000 },
    );
    const again = await settledSummary(reader, BOARD, '2017', { asOf: String(old.meta.as_of) });
    expect(again.bytes).toBe(old.bytes);
    expect(corrected.summary.figures).not.toEqual(old.summary.figures);

    const revision = await publish(approver);
    expect(revision.status).toBe(201);
    const { revision: number, differences } = revision.body as { revision: number; differences: { indicator: string }[] };
    expect(number).toBe(2);
    expect(new Set(differences.map(({ indicator }) => indicator))).toEqual(new Set(['INV.IMPL.CAP', 'INV.IMPL.CUM', 'INV.IMPL.RATE']));
    const first = await reader.get(`/v1/boards/${BOARD}/summaries/2017/publications/1`);
    expect(first.text).toBe(old.bytes);
  });

  test('two publications of one summary at once take effect once', async () => {
    const set = 'indicator,breakdown,period,value,unit,qualifier,note\nLEG.CONF,,2017,3,event,exact,\n';
    await importSet(recorder.reporting, BOARD, { 'indicator-values.csv': Buffer.from(set) });
    const path = `/v1/boards/${BOARD}/summaries/2017/publications`;
    const answers = await Promise.all([1, 2, 3].map(() => approver.insist('POST', path, {}, { key: randomUUID() })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const list = (await reader.get(path)).body as { items: { revision: number }[] };
    expect(list.items.map(({ revision }) => revision).sort()).toEqual([1, 2, 3]);
  });

  test('two imports of one file at once take effect once', async () => {
    const set = await readSampleSet();
    const board = 'twice';
    const boardFile = Buffer.from(set.registry['board.json'] ?? '')
      .toString('utf8')
      .replace(BOARD, board);
    const registry = { ...set.registry, 'board.json': Buffer.from(boardFile) };
    await Promise.all([importSet(recorder.registry, board, registry), importSet(recorder.registry, board, registry)]);
    const log = platform.registryDb.collection('event_log');
    const records = platform.registryDb.collection('records');
    expect(await log.countDocuments({ board })).toBe(await records.countDocuments({ board }));
  });

  test('another board answers 404 to who may not know it', async () => {
    const foreign = createApiClient({
      baseUrls: [platform.reportings[0]?.url ?? ''],
      token: await platform.token({ subject: 'x', roles: ['reader'], boards: ['bac-ninh'] }),
    });
    expect((await foreign.get(`/v1/boards/${BOARD}/summaries/2017`)).status).toBe(404);
  });
});
