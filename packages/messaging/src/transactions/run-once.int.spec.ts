import { databaseOf } from '../mongo/database';
import { createIdempotencyStore } from '../idempotency/idempotency-store';
import { freshConnection } from '../testing/fresh';
import { createRunOnce } from './run-once';
import type { RunOnce } from './run-once';

const BOARD = 'hung-yen';
const AT_ONCE = Array.from({ length: 30 }, (_, index) => index);

describe('run once', () => {
  let connection: Awaited<ReturnType<typeof freshConnection>>;
  let runOnce: RunOnce;
  beforeEach(async () => {
    connection = await freshConnection();
    const idempotency = createIdempotencyStore({ connection });
    await idempotency.ensureIndexes();
    runOnce = createRunOnce({ connection, idempotency });
  });
  afterEach(() => connection.drop());

  const receipts = () => databaseOf(connection).collection<{ _id: string }>('receipts');
  /** Numbers a receipt by how many there are, as whoever writes next would too. */
  const number = (key: string) =>
    runOnce({ board: BOARD, key, requestHash: 'same' }, async (session) => {
      const next = (await receipts().countDocuments({}, { session })) + 1;
      await receipts().insertMany([{ _id: String(next) }], { session });
      return { response: next };
    });

  test('a number that another command took between snapshot and write is drawn again', async () => {
    await receipts().insertOne({ _id: '1' });
    const numbers = await Promise.all(AT_ONCE.map((index) => number(`key-${String(index)}`)));
    expect(numbers.map(({ response }) => response).toSorted((a, b) => a - b)).toEqual(AT_ONCE.map((index) => index + 2));
  });

  test('the same key at once has one effect and one answer', async () => {
    const answers = await Promise.all(AT_ONCE.map(() => number('one')));
    expect(new Set(answers.map(({ response }) => response))).toEqual(new Set([1]));
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await receipts().countDocuments()).toBe(1);
  });

  test('a key that stays taken is told as what it is', async () => {
    await receipts().insertOne({ _id: 'taken' });
    const work = async (session: Parameters<Parameters<RunOnce>[1]>[0]) => {
      await receipts().insertOne({ _id: 'taken' }, { session });
      return { response: 1 };
    };
    await expect(runOnce({ board: BOARD, key: 'k', requestHash: 'h' }, work)).rejects.toMatchObject({ code: 11_000 });
  });
});
