import { instantFromDate, instantToDate } from '@kcn/kernel';
import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import type { BlocYear } from '../../application/bloc/ports';
import type { ScoreValues } from '../../application/values/ports';
import type { ScoreValue } from '../../domain/values/score-value';
import { yearId } from './year-cycle-store';

/** `score_values`: every value that was ever set, append-only. */
interface ScoreValueDocument extends Omit<ScoreValue, 'recordedAt'>, BlocYear {
  /** `board/bloc/year/version of the unit` */
  readonly _id: string;
  readonly recordedAt: Date;
}

export function createScoreValueStore(connection: Connection): ScoreValues {
  const values = databaseOf(connection).collection<ScoreValueDocument>('score_values');
  return {
    async list({ board, bloc, year }, { member, asOf, session } = {}) {
      const filter = {
        ...{ board, bloc, year },
        ...(member === undefined ? {} : { member }),
        ...(asOf === undefined ? {} : { recordedAt: { $lte: instantToDate(asOf) } }),
      };
      const found = await values
        .find(filter, session ? { session } : {})
        .sort({ _id: 1 })
        .toArray();
      return found.map(({ _id, board: _board, bloc: _bloc, year: _year, recordedAt, ...value }) => ({
        ...value,
        recordedAt: instantFromDate(recordedAt),
      }));
    },
    async insert(session, name, { first, items }) {
      const { board, bloc, year } = name;
      await values.insertMany(
        items.map(({ recordedAt, ...value }, index) => ({
          ...value,
          _id: `${yearId(name)}/${(first + index).toString().padStart(8, '0')}`,
          ...{ board, bloc, year, recordedAt: instantToDate(recordedAt) },
        })),
        { session },
      );
    },
  };
}
