import { faultsOf } from './faults';
import type { Faults, FaultTexts } from './faults';
import { CELL_FAULTS, FILE_FAULTS, ROW_FAULTS } from './fault-texts';

const SHARED = { ...FILE_FAULTS, ...CELL_FAULTS, ...ROW_FAULTS };

/** The codes that every service's files share. */
export type FaultCode = keyof typeof SHARED;

export const sharedFaults: Faults<FaultCode> = faultsOf(SHARED);

/** A fault of the shared catalogue with its texts filled in. */
export const { fault } = sharedFaults;

/**
 * A service's faults: the shared ones and its own.
 *
 * ```ts
 * const { fault } = defineFaults({ bad_vsic: { vi: '{value} không phải mã ngành VSIC', en: '{value} is not a VSIC code' } });
 * fault('bad_vsic', { value: 'Z9' }, 'vsic_code');
 * ```
 * @throws Error when one of its codes is a shared one
 */
export function defineFaults<Own extends string>(own: Readonly<Record<Own, FaultTexts>>): Faults<FaultCode | Own> {
  const taken = Object.keys(own).filter((code) => Object.hasOwn(SHARED, code));
  if (taken.length > 0) throw new Error(`these fault codes are shared ones: ${taken.join(', ')}`);
  return faultsOf<FaultCode | Own>({ ...SHARED, ...own });
}
