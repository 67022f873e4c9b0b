import { fromEpochDay, instantToDate } from '@kcn/kernel';
import type { Clock, PlainDate } from '@kcn/kernel';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Vietnam has no summer time. */
const VIETNAM_MS = 7 * HOUR_MS;

/** The day in Vietnam. */
export const todayIn = (clock: Clock): PlainDate => fromEpochDay(Math.floor((instantToDate(clock.now()).getTime() + VIETNAM_MS) / DAY_MS));
