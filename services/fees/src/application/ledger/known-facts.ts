import type { Session } from '@kcn/messaging';
import type { ContractFacts, IssuedInvoice } from '../../domain/collection/facts';
import type { KnownFacts } from '../../domain/collection/fold';
import type { Contract } from '../../domain/contracts/contract';
import type { Invoice } from '../../domain/invoices/invoice';
import { createTariffBook } from '../../domain/tariffs/tariff-book';
import type { TariffBook } from '../../domain/tariffs/tariff-book';
import type { NumberedInvoice, Records } from '../ports';
import { lineOfCells } from '../records/record-cells';
import { readContents } from '../runs/board-facts';

const toFacts = ({ code, contractNo, period: of, parkCode, service, invoiceDate, dueDate, net, vat, total }: Invoice): IssuedInvoice => ({
  code,
  contractNo,
  period: of,
  parkCode,
  service,
  invoiceDate,
  dueDate,
  net,
  vat,
  total,
});

const contractFacts = (contract: Contract, tariffs: TariffBook): ContractFacts => ({
  contractNo: contract.contractNo,
  enterpriseTaxCode: contract.enterpriseTaxCode,
  parkCode: contract.parkCode,
  service: tariffs.versionsOf(contract.tariffCode)[0]?.version.service ?? 'INFRA',
  lateRegime: contract.lateRegime,
  lateRatePercent: contract.lateRatePercent,
});

/** Everything known of a board that matching depends on. */
export async function readKnownFacts(
  place: { readonly records: Records; readonly session: Session | undefined; readonly board: string },
  issued: readonly NumberedInvoice[],
): Promise<KnownFacts> {
  const { records, session, board } = place;
  const tariffs = createTariffBook(await readContents('fee-tariffs', place));
  return {
    contracts: (await readContents('fee-contracts', place)).map((contract) => contractFacts(contract, tariffs)),
    invoices: issued.map(({ invoice }) => toFacts(invoice)),
    lines: (await records.ofKind(session, board, 'bank-lines')).map(({ cells }) => lineOfCells(cells)),
  };
}
