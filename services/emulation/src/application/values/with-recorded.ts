import type { Instant } from '@kcn/kernel';
import { withRecordedSteps } from '../../domain/cycle/recorded-steps';
import { rowsWithVerified } from '../../domain/values/score-value';
import type { Votes } from '../ballot/ports';
import type { BlocYear } from '../bloc/ports';
import type { RecordedInput } from '../bloc/score-bloc-year';
import type { YearRecords } from '../cycle/ports';
import type { ScoreValues } from './ports';

export interface WithRecordedOptions {
  readonly values: Pick<ScoreValues, 'list'>;
  readonly records: Pick<YearRecords, 'list'>;
  readonly votes: Pick<Votes, 'find'>;
}

/** What was recorded in a year by an instant, in the place of what its files say; a year of files alone stays as it is. */
export const createWithRecorded =
  ({ values, records, votes }: WithRecordedOptions) =>
  async (name: BlocYear, { bloc, rows, ballot }: RecordedInput, asOf: Instant | undefined): Promise<RecordedInput> => {
    const known = <T extends { readonly recordedAt: Instant }>(all: readonly T[]): readonly T[] =>
      all.filter(({ recordedAt }) => asOf === undefined || recordedAt <= asOf);
    const dates = [
      ...known(await records.list(name, 'pledge-signature')).map(({ member, signedOn: date }) => ({ member, step: 'pledge', date })),
      ...known(await records.list(name, 'registration')).map(({ member, registeredOn: date }) => ({ member, step: 'registration', date })),
    ];
    const verified = (await values.list(name, { asOf })).filter(({ stage }) => stage !== 'self');
    const closed = (await votes.find(name))?.closed;
    return {
      bloc: withRecordedSteps(bloc, dates),
      rows: rowsWithVerified(rows, verified),
      ballot: closed && (asOf === undefined || closed.at <= asOf) ? closed.outcome : ballot,
    };
  };
