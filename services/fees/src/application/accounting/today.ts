import type { Clock, PlainDate } from '@kcn/kernel';
import { vietnamDay } from '@kcn/vietnam';

/** The day in Vietnam. */
export const todayIn = (clock: Clock): PlainDate => vietnamDay(clock.now());
