import type { PlainDate } from '@kcn/kernel';
import type { Bloc } from '../bloc/bloc';

export interface RecordedStepDate {
  readonly member: string;
  readonly step: string;
  readonly date: PlainDate;
}

/** The bloc with the days on which members were recorded to have done a step, first record first; what bloc.json states stands. */
export function withRecordedSteps(bloc: Bloc, dates: readonly RecordedStepDate[]): Bloc {
  if (dates.length === 0) return bloc;
  const members = bloc.members.map((member) => {
    const own = dates.filter((one) => one.member === member.id).toReversed();
    return { ...member, steps: new Map([...own.map(({ step, date }) => [step, date] as const), ...member.steps]) };
  });
  return { ...bloc, members };
}
