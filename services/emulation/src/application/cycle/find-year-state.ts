import type { Session } from '@kcn/messaging';
import type { CycleState } from '../../domain/cycle/year-cycle';
import type { BlocYear } from '../bloc/ports';
import type { LedYears } from './find-led-year';
import type { YearCycles } from './ports';

/** Where a bloc's year stands, as a member's deployment knows it. */
export type FindYearState = (acting: BlocYear, session?: Session) => Promise<CycleState>;

/**
 * The state of the leader's year where it is kept here; otherwise what the member itself noted of it. A year that nobody has
 * begun is planned.
 */
export const createFindYearState =
  ({ ledYears, cycles }: { readonly ledYears: LedYears; readonly cycles: Pick<YearCycles, 'find'> }): FindYearState =>
  async (acting, session) => {
    const led = await ledYears.find(acting);
    return (await cycles.find(led?.name ?? acting, session))?.state ?? 'planned';
  };
