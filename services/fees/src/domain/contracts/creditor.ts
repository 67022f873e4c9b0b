import type { Service } from '../tariffs/tariff';

/** Who bills: an infrastructure company or centre. */
export interface Creditor {
  readonly creditor: string;
  readonly name: string;
  readonly taxCode: string;
  readonly address: string;
  /** Six digits by which the banks know each other. */
  readonly bankBin: string;
  readonly account: string;
  /** Model and symbol of its invoices, `1C26TAA`. */
  readonly invoiceSymbol: string;
}

/** Who bills a service in a park. */
export interface CreditorPark {
  readonly creditor: string;
  readonly parkCode: string;
  readonly service: Service;
}
