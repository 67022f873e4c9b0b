import { dateOf } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';

/** The last day on which a year's fee plan is in time: it must be done before 15 November of the year before. */
export const planDeadline = (year: number): PlainDate => dateOf(year - 1, 11, 14);

export const isPlanLate = (year: number, submittedOn: PlainDate): boolean => submittedOn > planDeadline(year);
