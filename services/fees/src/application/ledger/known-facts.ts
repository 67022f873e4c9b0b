import type { Session } from '@kcn/messaging';
import type { ContractFacts, IssuedInvoice } from '../../domain/collection/facts';
import type { KnownFacts } from '../../domain/collection/fold';
import type { Contract } from '../../domain/contracts/contract';
import type { Invoice } from '../../domain/invoices/invoice';
import { createTariffBook } from '../../domain/tariffs/tariff-book';
import type { TariffBook } from '../../domain/tariffs/tariff-book';
import type { Acts } from '../accounting/act';
import { withActs } from '../accounting/act-facts';
import type { NumberedInvoice, Records } from '../ports';
import { lineOfCells } from '../records/record-cells';
import { readContents } from '../runs/board-facts';

/** What matching needs to know of an invoice. */
export const toIssued = ({
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
}: Invoice): IssuedInvoice => ({
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

/** What matching and arrears need to know of a contract. */
export const toContractFacts = (contract: Contract, tariffs: TariffBook): ContractFacts => ({
  contractNo: contract.contractNo,
  enterpriseTaxCode: contract.enterpriseTaxCode,
  parkCode: contract.parkCode,
  service: tariffs.versionsOf(contract.tariffCode)[0]?.version.service ?? 'INFRA',
  lateRegime: contract.lateRegime,
  lateRatePercent: contract.lateRatePercent,
});

/** Everything known of a board that matching depends on. */
export async function readKnownFacts(
  place: {
    readonly records: Pick<Records, 'ofKind'>;
    readonly acts: Pick<Acts, 'inForce'>;
    readonly session: Session | undefined;
    readonly board: string;
  },
  issued: readonly NumberedInvoice[],
): Promise<KnownFacts> {
  const { records, acts, session, board } = place;
  const tariffs = createTariffBook(await readContents('fee-tariffs', place));
  const recorded = {
    contracts: (await readContents('fee-contracts', place)).map((contract) => toContractFacts(contract, tariffs)),
    invoices: issued.map(({ invoice }) => toIssued(invoice)),
    lines: (await records.ofKind(session, board, 'bank-lines')).map(({ cells }) => lineOfCells(cells)),
  };
  return withActs(recorded, await acts.inForce(session, board));
}
