import { checkContractNumbers, checkContracts } from './checks/check-contracts';
import { checkKeys } from './checks/check-keys';
import { checkCreditorParks, checkReadings } from './checks/check-references';
import { checkTariffs, tariffIndex } from './checks/check-tariffs';
import { FEE_LAYOUTS } from './fee-layouts';
import type { FeeKind } from './fee-layout';
import type { FeeSet, SetFault, StoredFees } from './fee-set';

/** What is wrong with a set beyond its single rows. */
export interface FeeSetJudgement {
  /** Any of them refuses the whole set. */
  readonly faults: readonly SetFault[];
  /** Told, without refusing anything. */
  readonly warnings: readonly SetFault[];
}

function keyFaults<K extends FeeKind>(kind: K, set: FeeSet): SetFault[] {
  const file = set[kind];
  return file ? checkKeys(kind, file) : [];
}

/** Judges the rows of a set against each other and against what the board has; linear in their number. */
export function judgeFeeSet(set: FeeSet, stored: StoredFees): FeeSetJudgement {
  const tariffs = tariffIndex(set, stored);
  const { faults: alike, warnings } = checkContractNumbers(set, stored);
  const faults = [
    ...(Object.keys(FEE_LAYOUTS) as FeeKind[]).flatMap((kind) => keyFaults(kind, set)),
    ...checkTariffs(set, stored),
    ...checkContracts(set, tariffs),
    ...alike,
    ...checkReadings(set, stored, tariffs),
    ...checkCreditorParks(set, stored),
  ];
  return { faults, warnings };
}
