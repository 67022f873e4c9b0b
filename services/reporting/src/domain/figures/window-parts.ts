import { dateOf, quarterEnd, quarterWindow, wholeQuartersIn, yearOf } from '@kcn/kernel';
import type { PlainDate, Window } from '@kcn/kernel';

/** From the first to the last quarter that lie wholly inside; undefined when there is none. */
export function wholeQuartersWindow(window: Window): Window | undefined {
  const quarters = wholeQuartersIn(window);
  const [first, last] = [quarters[0], quarters.at(-1)];
  return first && last && { from: quarterWindow(first).from, to: quarterWindow(last).to };
}

/** The last days of the quarters that lie wholly inside. */
export const quarterEndsIn = (window: Window): PlainDate[] => wholeQuartersIn(window).map(quarterEnd);

/** The calendar year in which the window ends. */
export const yearWindowOf = ({ to }: Window): Window => ({ from: dateOf(yearOf(to), 1, 1), to: dateOf(yearOf(to), 12, 31) });
