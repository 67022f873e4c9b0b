import { normalisedCode } from '../../contracts/normalised-code';
import type { TariffVersion } from '../../tariffs/tariff';
import { feeFaults } from '../fee-faults';
import type { FeeSet, SetFault, StoredFees } from '../fee-set';

type Tariffs = ReadonlyMap<string, Pick<TariffVersion, 'parkCode' | 'service'>>;

/** Contracts whose tariff is unknown, another park's, or asks for an area that is not given. */
export function checkContracts(set: FeeSet, tariffs: Tariffs): SetFault[] {
  const tariffFile = set['fee-tariffs'];
  const faults: SetFault[] = [];
  const add = (line: number, fault: SetFault['fault']): void => {
    faults.push({ kind: 'fee-contracts', line, fault });
  };
  for (const { content, line } of set['fee-contracts']?.rows ?? []) {
    const { tariffCode, parkCode, areaHundredthsM2 } = content;
    const tariff = tariffs.get(tariffCode);
    if (!tariff) {
      const isUnknown = tariffFile === undefined || (tariffFile.isComplete && !tariffFile.refusedCodes.has(tariffCode));
      if (isUnknown)
        add(line, feeFaults.fault('reference_unknown', { value: tariffCode, whatVi: 'biểu giá', whatEn: 'tariff' }, 'tariff_code'));
      continue;
    }
    if (tariff.parkCode !== parkCode)
      add(line, feeFaults.fault('park_of_other_tariff', { value: parkCode, tariff: tariffCode, park: tariff.parkCode }, 'park_code'));
    if (tariff.service !== 'WASTEWATER' && areaHundredthsM2 === undefined) add(line, feeFaults.fault('required', {}, 'area_m2'));
  }
  return faults;
}

/** What payers' transfers could not tell apart. */
export interface LikeNumbers {
  /** Numbers that are equal once normalised. */
  readonly faults: readonly SetFault[];
  /** Numbers that begin another; the longer one wins when payments are matched. */
  readonly warnings: readonly SetFault[];
}

/** Contract numbers of the set that are too like another of the set or of the board. */
export function checkContractNumbers(set: FeeSet, stored: StoredFees): LikeNumbers {
  const rows = set['fee-contracts']?.rows ?? [];
  /** Normalised number → the number as first met; the shortest and longest tell which prefixes can exist at all. */
  const known = new Map<string, string>();
  for (const contractNo of stored.contractNos) known.set(normalisedCode(contractNo), contractNo);
  const faults: SetFault[] = [];
  const lineOf = new Map<string, number>();
  for (const { content, line } of rows) {
    const normal = normalisedCode(content.contractNo);
    const other = known.get(normal);
    if (other === undefined) known.set(normal, content.contractNo);
    else if (other !== content.contractNo)
      faults.push({
        kind: 'fee-contracts',
        line,
        fault: feeFaults.fault('contract_no_alike', { value: content.contractNo, other }, 'contract_no'),
      });
    lineOf.set(normal, line);
  }
  return { faults, warnings: beginnings(known, lineOf) };
}

function beginnings(known: ReadonlyMap<string, string>, lineOf: ReadonlyMap<string, number>): SetFault[] {
  const lengths = [...new Set([...known.keys()].map(({ length }) => length))].toSorted((a, b) => a - b);
  const warnings: SetFault[] = [];
  for (const [normal, contractNo] of known) {
    for (const length of lengths) {
      if (length >= normal.length) break;
      const start = normal.slice(0, length);
      const shorter = known.get(start);
      if (shorter === undefined) continue;
      const line = lineOf.get(start) ?? lineOf.get(normal);
      if (line === undefined) continue;
      const fault = feeFaults.fault('contract_no_begins', { value: shorter, other: contractNo }, 'contract_no');
      warnings.push({ kind: 'fee-contracts', line, fault });
    }
  }
  return warnings;
}
