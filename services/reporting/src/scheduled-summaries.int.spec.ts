import { createJobs, createSilentLogger } from '@kcn/service-kit';
import type { Jobs } from '@kcn/service-kit';
import { eventually } from '@kcn/testkit';
import { JOBS } from './adapters/jobs/catalogue';
import { aBoard, aProject } from './spec-support/small-history';
import { startReporting } from './spec-support/start-reporting';
import type { TestReporting } from './spec-support/start-reporting';

const SUMMARY_RUN = 'summary-run';

let reporting: TestReporting;
/** A look at the same queues from outside; it works on nothing. */
let onlooker: Jobs;
beforeAll(async () => {
  reporting = await startReporting();
  onlooker = createJobs({
    connection: reporting.database.connection,
    redisUrl: reporting.redis.url,
    prefix: reporting.redis.prefix,
    logger: createSilentLogger(),
    catalogue: JOBS,
  });
  await reporting.record('hung-yen', [aBoard(), aProject('P1', { issuedOn: '2017-12-05' })]);
  await reporting.importFiles('typed-only', {
    'indicator-values.csv': 'indicator,breakdown,period,value,unit,qualifier,note\nTTHC.RES,,2017,539,dossier,exact,\n',
  });
  await reporting.settled('GET', '/v1/boards/hung-yen/summaries/2017');
});
afterAll(async () => {
  await onlooker.stop();
  await reporting.stop();
});

function getQueue() {
  const queue = onlooker.queues().find(({ name }) => name === SUMMARY_RUN);
  if (!queue) throw new Error('no queue of summary runs');
  return queue;
}

interface RunRequest {
  readonly board: string;
  readonly state: string;
  readonly attempt: number;
  readonly payload: { readonly period: string; readonly calendar: string };
  readonly result: { readonly sha256: string };
}

const requestsOf = (board: string): Promise<RunRequest[]> =>
  reporting.database.connection
    .collection('job_requests')
    .find({ job: SUMMARY_RUN, board })
    .sort({ 'payload.period': 1 })
    .toArray() as unknown as Promise<RunRequest[]>;

const allDone = (board: string, count: number): Promise<RunRequest[]> =>
  eventually(
    async () => {
      const requests = await requestsOf(board);
      return requests.length >= count && requests.every(({ state }) => state === 'done') && requests;
    },
    { describe: `${count.toString()} runs of ${board} are done` },
  );

/** The schedule's wake-up for an instant that has passed: it is due at once. */
const strike = (instant: string, jobId: string) =>
  getQueue().add(SUMMARY_RUN, {}, { timestamp: Date.parse(instant) - 1_000, delay: 1_000, jobId });

test('the schedule is the first of each month at six in Vietnam', async () => {
  const [schedule, ...others] = await eventually(
    async () => {
      const found = await getQueue().getJobSchedulers();
      return found.length > 0 && found;
    },
    { describe: 'the schedule stands in Redis' },
  );
  expect(others).toEqual([]);
  expect(schedule).toMatchObject({ pattern: '0 6 1 * *', tz: 'Asia/Ho_Chi_Minh' });
  const next = new Date(schedule?.next ?? 0);
  expect(next.getTime()).toBeGreaterThan(Date.now());
  // Six in Vietnam is 23 o'clock UTC of the day before, which is a month's last.
  expect(next.toISOString()).toMatch(/T23:00:00\.000Z$/);
  expect(new Date(next.getTime() + 3_600_000).getUTCDate()).toBe(1);
  // Another start leaves it as it is.
  await reporting.restart();
  expect((await getQueue().getJobSchedulers()).map(({ key }) => key)).toEqual([schedule?.key]);
});

test('at New Year each board gets the summaries of the month, quarter, half and year that have ended, once', async () => {
  await strike('2018-01-01T06:00:00+07:00', 'new-year');
  // Redis may lose its memory of what ran, or two copies may hear the clock: the second strike asks for the same runs.
  await strike('2018-01-01T06:00:00+07:00', 'new-year-again');
  const periods = ['2017', '2017-12', '2017-H2', '2017-Q4'];
  for (const board of ['hung-yen', 'typed-only']) {
    const runs = await allDone(board, periods.length);
    expect(runs.map(({ payload, attempt }) => [payload.period, payload.calendar, attempt])).toEqual(
      periods.map((period) => [period, 'calendar', 1]),
    );
  }
  await eventually(async () => (await getQueue().getJobCountByTypes('waiting', 'active')) === 0, { describe: 'both strikes are over' });
  expect((await requestsOf('hung-yen')).length + (await requestsOf('typed-only')).length).toBe(2 * periods.length);

  const summaries = await reporting.database.connection.collection('summaries').find({ board: 'hung-yen' }).toArray();
  expect(summaries.map((summary) => summary['period'] as string).sort()).toEqual(periods);
  const year = (await requestsOf('hung-yen')).find(({ payload }) => payload.period === '2017');
  const { headers } = await reporting.settled('GET', '/v1/boards/hung-yen/summaries/2017');
  expect(headers.get('etag')).toBe(`"${year?.result.sha256 ?? ''}"`);
});

test('an ordinary month ends only itself', async () => {
  await strike('2018-03-01T06:00:00+07:00', 'march');
  const runs = await allDone('hung-yen', 5);
  expect(runs.map(({ payload }) => payload.period)).toEqual(['2017', '2017-12', '2017-H2', '2017-Q4', '2018-02']);
});
