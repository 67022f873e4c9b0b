import type { Contract } from '../../contracts/contract';
import type { TariffVersion } from '../../tariffs/tariff';
import { feeFaults } from '../fee-faults';
import type { FeeSet, SetFault, StoredFees } from '../fee-set';

type Tariffs = ReadonlyMap<string, Pick<TariffVersion, 'parkCode' | 'service'>>;

/** Readings of contracts that do not exist or are charged by area. */
export function checkReadings(set: FeeSet, stored: StoredFees, tariffs: Tariffs): SetFault[] {
  const file = set['fee-contracts'];
  const inSet = new Map<string, Contract>((file?.rows ?? []).map(({ content }) => [content.contractNo, content]));
  const faults: SetFault[] = [];
  for (const { content, line } of set['meter-readings']?.rows ?? []) {
    const value = content.contractNo;
    // A refused row of the contract tells more than a stored version that it would have replaced.
    if (!inSet.has(value) && file?.refusedCodes.has(value) === true) continue;
    const contract = inSet.get(value) ?? stored.findContract(value);
    if (!contract) {
      if (file?.isComplete === false) continue;
      const params = { value, whatVi: 'hợp đồng', whatEn: 'contract' };
      faults.push({ kind: 'meter-readings', line, fault: feeFaults.fault('reference_unknown', params, 'contract_no') });
      continue;
    }
    const tariff = tariffs.get(contract.tariffCode);
    if (tariff && tariff.service !== 'WASTEWATER')
      faults.push({ kind: 'meter-readings', line, fault: feeFaults.fault('reading_of_area_contract', { value }, 'contract_no') });
  }
  return faults;
}

/** Parks given to a creditor that does not exist. */
export function checkCreditorParks(set: FeeSet, stored: StoredFees): SetFault[] {
  const file = set.creditors;
  const inSet = new Set((file?.rows ?? []).map(({ content }) => content.creditor));
  return (set['creditor-parks']?.rows ?? []).flatMap(({ content: { creditor }, line }): SetFault[] => {
    const isKnown =
      inSet.has(creditor) || file?.refusedCodes.has(creditor) === true || file?.isComplete === false || stored.hasCreditor(creditor);
    if (isKnown) return [];
    const params = { value: creditor, whatVi: 'bên thu', whatEn: 'creditor' };
    return [{ kind: 'creditor-parks', line, fault: feeFaults.fault('reference_unknown', params, 'creditor') }];
  });
}
