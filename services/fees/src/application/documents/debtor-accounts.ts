import { invalid, notFound } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { ContractFacts } from '../../domain/collection/facts';
import type { Creditor } from '../../domain/contracts/creditor';
import { accountMovements, contractAccount } from '../../domain/documents/account-movements';
import type { ContractAccount } from '../../domain/documents/account-movements';
import type { Debtor } from '../../domain/documents/document-head';
import type { InvoicePosition } from '../../domain/report/invoice-positions';
import { collectionReport } from '../../domain/report/collection-report';
import type { CollectionReport } from '../../domain/report/collection-report';
import type { KnownFacts } from '../../domain/collection/fold';
import type { Act } from '../accounting/act';
import { contractNotFound } from '../accounting/refusals';
import { readKnownFacts } from '../ledger/known-facts';
import type { ReportSources } from '../report/known-at';
import { readContents } from '../runs/board-facts';
import { readCreditors } from './creditor-book';

/** A contract of a debtor with whom it is owed to. */
export interface OwedContract {
  readonly contractNo: string;
  readonly debtor: Debtor;
  readonly creditor: Creditor;
}

/** What every letter to debtors is made of, as of a day. */
export interface DebtorAccounts {
  readonly facts: KnownFacts;
  readonly acts: readonly Act[];
  readonly report: CollectionReport;
  /** @throws DomainError not_found `contract_not_found`; precondition `creditor_unknown` */
  getContract(contractNo: string): OwedContract;
  /** By contract number. @throws DomainError not_found `debtor_not_found`; precondition `creditor_unknown` */
  getContractsOf(taxCode: string): readonly OwedContract[];
  /** In the order in which they came up. */
  positionsOf(contractNo: string): readonly InvoicePosition[];
  /** Late interest of all the contract's invoices, paid ones too. */
  interestOf(contractNo: string): bigint;
  /** @throws DomainError invalid `bad_days` */
  accountOf(contractNo: string, days: { readonly from: PlainDate; readonly to: PlainDate }): ContractAccount;
}

const debtorNotFound = (taxCode: string): Error =>
  notFound('debtor_not_found', {
    vi: `Không có hợp đồng nào của đơn vị có mã số thuế "${taxCode}"`,
    en: `No contract is of a debtor with the tax code "${taxCode}"`,
  });

const badDays = (from: PlainDate, to: PlainDate): Error =>
  invalid('bad_days', { vi: `Ngày ${from} sau ngày ${to}`, en: `${from} is after ${to}`, params: { from, to } });

/** Reads a board and matches everything up to the day. */
export async function readDebtorAccounts(
  { records, invoices, acts }: ReportSources,
  { board, asOf }: { readonly board: string; readonly asOf: PlainDate },
): Promise<DebtorAccounts> {
  const place = { records, acts, session: undefined, board };
  const facts = await readKnownFacts(place, await invoices.all(undefined, board));
  const inForce = await acts.inForce(undefined, board);
  const names = new Map((await readContents('fee-contracts', place)).map(({ contractNo, enterpriseName }) => [contractNo, enterpriseName]));
  const creditors = await readCreditors(place);
  const report = collectionReport(facts, [], asOf);
  const movements = accountMovements(report.folded);

  const owed = (contract: ContractFacts): OwedContract => ({
    contractNo: contract.contractNo,
    debtor: { taxCode: contract.enterpriseTaxCode, name: names.get(contract.contractNo) ?? '' },
    creditor: creditors.get(contract),
  });
  return {
    facts,
    acts: inForce,
    report,
    getContract(contractNo) {
      const found = facts.contracts.find((contract) => contract.contractNo === contractNo);
      if (!found) throw contractNotFound(contractNo);
      return owed(found);
    },
    getContractsOf(taxCode) {
      const found = facts.contracts.filter((contract) => contract.enterpriseTaxCode === taxCode);
      if (found.length === 0) throw debtorNotFound(taxCode);
      return found.map(owed).sort((a, b) => (a.contractNo < b.contractNo ? -1 : 1));
    },
    positionsOf: (contractNo) => report.invoices.filter(({ invoice }) => invoice.contractNo === contractNo),
    interestOf: (contractNo) => report.balances.find((balance) => balance.contractNo === contractNo)?.interest ?? 0n,
    accountOf(contractNo, { from, to }) {
      if (from > to) throw badDays(from, to);
      return contractAccount(contractNo, movements.get(contractNo) ?? [], { from, to });
    },
  };
}
