import type { WorkingCalendar } from '@kcn/vietnam';

/** What deadlines need of the working calendar: Monday to Friday without the public holidays, or with a board's own list of them. */
export type WorkingDays = Pick<WorkingCalendar, 'workingDaysBetween'>;
