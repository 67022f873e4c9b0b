import type { ChargeFault } from '../../domain/charges/charge-fault';

/** A contract and period that could not be charged, as people and other systems read it. */
export const faultJson = ({ code, contractNo, period, parkCode, invoiceDate, vi, en }: ChargeFault) => ({
  code,
  contract_no: contractNo,
  period,
  park_code: parkCode,
  invoice_date: invoiceDate,
  vi,
  en,
});
