import type { LocalizedText, Period, PlainDate } from '@kcn/kernel';

/** Why a contract could not be charged for a period. Codes are stable. */
export type ChargeFaultCode = 'missing_price' | 'missing_rate' | 'missing_reading' | 'missing_water_percent' | 'missing_area';

/** A contract and period that a run leaves out; the run goes on. */
export interface ChargeFault extends LocalizedText {
  readonly code: ChargeFaultCode;
  readonly contractNo: string;
  readonly period: Period;
  readonly parkCode: string;
  /** The day that its invoice would have had. */
  readonly invoiceDate: PlainDate;
}

interface Missing {
  readonly tariffCode: string;
  readonly currency?: string;
  /** The day on which it is missing; the month of a reading. */
  readonly on: string;
}

const TEXTS: Readonly<Record<ChargeFaultCode, (missing: Missing) => LocalizedText>> = {
  missing_price: ({ tariffCode, on }) => ({
    vi: `Biểu giá ${tariffCode} không có giá cho ngày ${on}`,
    en: `The tariff ${tariffCode} has no price on ${on}`,
  }),
  missing_rate: ({ currency = '', on }) => ({
    vi: `Không có tỷ giá ${currency} vào hoặc trước ngày ${on}`,
    en: `There is no ${currency} rate on or before ${on}`,
  }),
  missing_reading: ({ on }) => ({ vi: `Chưa có chỉ số nước tháng ${on}`, en: `The meter reading of ${on} is missing` }),
  missing_water_percent: ({ on }) => ({
    vi: `Tháng ${on} không có lượng nước thải đo được và hợp đồng không ghi tỷ lệ nước cấp`,
    en: `No discharge was metered in ${on} and the contract has no share of the water supplied`,
  }),
  missing_area: () => ({ vi: 'Hợp đồng không ghi diện tích', en: 'The contract has no area' }),
};

export const chargeFault = (
  code: ChargeFaultCode,
  place: Pick<ChargeFault, 'contractNo' | 'period' | 'parkCode' | 'invoiceDate'>,
  missing: Missing,
): ChargeFault => ({ code, ...place, ...TEXTS[code](missing) });
