import { addDays } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { Contract } from './contract';

/**
 * The contract as it stands once its project has ended: it runs to the day before the termination, never longer than
 * agreed. A termination on or before the start leaves a contract without a day, which costs nothing.
 */
export function endContractAt(contract: Contract, terminatedOn: PlainDate): Contract {
  const end = addDays(terminatedOn, -1);
  return contract.end !== undefined && contract.end <= end ? contract : { ...contract, end };
}

/** The contract with the last day that an accountant gave it, if one did. */
export function withGivenEnd(contract: Contract, ends: ReadonlyMap<string, PlainDate> | undefined): Contract {
  const end = ends?.get(contract.contractNo);
  return end === undefined ? contract : endContractAt(contract, addDays(end, 1));
}
