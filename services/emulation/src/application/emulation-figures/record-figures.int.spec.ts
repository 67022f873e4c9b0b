import { figureFactsRecorded } from '@kcn/contracts';
import { createEventLog, inTransaction } from '@kcn/messaging';
import type { LogEntry } from '@kcn/messaging';
import { freshDatabase } from '@kcn/testkit';
import { scoreBloc } from '../../domain/result/score-bloc';
import { sampleInput } from '../../spec-support/bloc-sample';
import { createFigureRecorder } from './record-figures';

test('frozen twice, hosted members get two versions each, others nothing, and a failed freeze leaves no trace', async () => {
  const database = await freshDatabase('emulation');
  const { connection } = database;
  const log = createEventLog({ connection });
  await log.ensureIndexes();
  const record = createFigureRecorder({ log });
  const result = scoreBloc(sampleInput());
  const [first, second, other] = result.ranking.ranked.map(({ member }) => member);
  const frozen = { result, hosted: [first ?? '', second ?? ''], actor: 'truong-khoi', cause: 'http:freeze' };
  const entriesOf = async (board: string): Promise<LogEntry[]> => {
    const entries: LogEntry[] = [];
    for await (const chunk of log.read(board, 0)) entries.push(...chunk);
    return entries;
  };
  await expect(
    inTransaction(connection, async (session) => {
      await record(session, frozen);
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await entriesOf(first ?? '')).toEqual([]);
  for (const _time of [1, 2]) await inTransaction(connection, (session) => record(session, frozen));
  for (const board of frozen.hosted) {
    const entries = await entriesOf(board);
    expect(entries.map(({ aggregateVersion, type }) => [aggregateVersion, type])).toEqual([
      [1, figureFactsRecorded.type],
      [2, figureFactsRecorded.type],
    ]);
  }
  expect(await entriesOf(other ?? '')).toEqual([]);
  await database.drop();
});
