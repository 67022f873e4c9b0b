import type { Period } from '@kcn/kernel';
import type { MeterReading } from './meter-reading';

/** The readings of the contracts that are being charged. */
export interface ReadingBook {
  find(contractNo: string, month: Period): MeterReading | undefined;
}

export function createReadingBook(readings: Iterable<MeterReading>): ReadingBook {
  const byContract = new Map<string, Map<string, MeterReading>>();
  for (const reading of readings) {
    const months = byContract.get(reading.contractNo);
    if (months) months.set(reading.month, reading);
    else byContract.set(reading.contractNo, new Map([[reading.month, reading]]));
  }
  return { find: (contractNo, month) => byContract.get(contractNo)?.get(month) };
}
