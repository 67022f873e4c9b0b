import type { PlainDate } from '@kcn/kernel';
import type { Service } from '../tariffs/tariff';

/** What a creditor means to collect in a year for a service in a park. */
export interface FeePlanLine {
  readonly year: number;
  readonly service: Service;
  readonly parkCode: string;
  /** m² or m³, exact decimal. */
  readonly baseQuantity: string;
  /** Đồng with VAT for a unit and year, exact decimal. */
  readonly unitPrice: string;
  /** Đồng with VAT. */
  readonly expectedAmount: bigint;
  readonly decisionNo: string;
  readonly submittedOn: PlainDate | undefined;
}
