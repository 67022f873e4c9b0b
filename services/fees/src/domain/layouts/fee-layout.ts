import type { Layout } from '@kcn/layouts';
import type { Contract } from '../contracts/contract';
import type { Creditor, CreditorPark } from '../contracts/creditor';
import type { FeePlanLine } from '../plan/fee-plan-line';
import type { ExchangeRate } from '../rates/exchange-rate';
import type { MeterReading } from '../readings/meter-reading';
import type { TariffVersion } from '../tariffs/tariff';
import type { ListedHoliday } from '@kcn/vietnam';
import type { FeeFaultCode } from './fee-faults';

/** What a row of each fee file stands for. */
export interface FeeContents {
  readonly 'fee-tariffs': TariffVersion;
  readonly 'fee-contracts': Contract;
  readonly 'meter-readings': MeterReading;
  readonly 'exchange-rates': ExchangeRate;
  readonly 'fee-plan': FeePlanLine;
  readonly holidays: ListedHoliday;
  readonly creditors: Creditor;
  readonly 'creditor-parks': CreditorPark;
}

/** The fee files but bank statements, by the stem of their names. */
export type FeeKind = keyof FeeContents;

/** How the rows of one fee file stand for records. */
export interface FeeLayout<K extends FeeKind = FeeKind, Column extends string = string>
  extends Layout<FeeContents[K], Column, FeeFaultCode> {
  readonly kind: K;
  /** The column that a second row of one key is shown at. */
  readonly keyColumn: Column;
  /** What tells the rows of a file apart, part by part. */
  keyOf(content: FeeContents[K]): readonly string[];
}

/** A layout; the compiler lets it name only its own columns. */
export const defineFeeLayout = <K extends FeeKind, const Column extends string>(layout: FeeLayout<K, Column>): FeeLayout<K, Column> =>
  layout;
