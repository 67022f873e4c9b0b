import { addDays, plainDate } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { createWorkingCalendar } from '@kcn/vietnam';
import { remindersDue } from './step-reminders';
import type { CycleState } from './year-cycle';

const calendar = createWorkingCalendar();
const deadlines = new Map([
  ['pledge', plainDate('2026-02-13')],
  ['selfScore', plainDate('2026-11-30')],
]);
const due = (state: CycleState, today: PlainDate) => remindersDue({ deadlines }, state, { today, calendar });

it('reminds 7, 3, 1 and 0 working days before a deadline, over Tết as well', () => {
  const days = Array.from({ length: 60 }, (_, index) => addDays(plainDate('2026-01-15'), index));
  const pledge = days.flatMap((today) => due('planned', today).map(({ workingDaysLeft }) => [today, workingDaysLeft] as const));
  // Friday 13 February is the last working day before Tết (16–20/2).
  expect(pledge.slice(0, 6)).toEqual([
    ['2026-02-04', 7],
    ['2026-02-10', 3],
    ['2026-02-12', 1],
    ['2026-02-13', 0],
    ['2026-02-23', -1],
    ['2026-02-24', -2],
  ]);
});

it('reminds of nothing that the year has passed, and on no day off', () => {
  expect(due('pledged', plainDate('2026-02-13'))).toEqual([]);
  expect(due('planned', plainDate('2026-02-14'))).toEqual([]);
  expect(due('in-progress', plainDate('2026-11-30'))).toEqual([{ step: 'selfScore', deadline: '2026-11-30', workingDaysLeft: 0 }]);
  expect(due('self-scored', plainDate('2026-12-01'))).toEqual([]);
});
