import { recordKey } from '@kcn/contracts';
import { precondition } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { AdministrativeDocument } from '@kcn/documents';
import type { InterestTerms } from '../../domain/arrears/late-interest';
import type { Contract } from '../../domain/contracts/contract';
import { paymentNotice } from '../../domain/documents/payment-notice';
import type { NoticedInvoice } from '../../domain/documents/payment-notice';
import { collectionReport } from '../../domain/report/collection-report';
import { actsOf } from '../accounting/act';
import type { AdjustmentContent } from '../accounting/act';
import { invoiceNotFound } from '../accounting/refusals';
import { readKnownFacts } from '../ledger/known-facts';
import type { NumberedInvoice, Records } from '../ports';
import { contentsOf } from '../records/record-cells';
import { readContents } from '../runs/board-facts';
import type { ReportSources } from '../report/known-at';
import { sourcesFor } from './board-sources';
import type { BoardSources } from './board-sources';
import { readCreditors } from './creditor-book';
import type { CreditorBook } from './creditor-book';

/** An invoice or adjustment with its place in its creditor's numbers. */
export interface NumberedNotice {
  readonly invoice: NoticedInvoice;
  readonly creditor: string;
  readonly symbol: string;
  readonly number: number;
}

/** What notices of a board need beside their invoices and contracts. */
export interface NoticeFacts {
  readonly creditors: CreditorBook;
  readonly asOf: PlainDate | undefined;
  /** What is open of each invoice on that day; undefined without a day. */
  readonly open: ReadonlyMap<string, bigint> | undefined;
}

/** What paying late costs, contract by contract. */
export type Terms = ReadonlyMap<string, InterestTerms>;

const NO_INTEREST: InterestTerms = { lateRegime: 'NONE', lateRatePercent: '' };

const notYet = (code: string, asOf: PlainDate): Error =>
  precondition('invoice_not_yet', {
    vi: `Đến ngày ${asOf} chưa có hóa đơn ${code}`,
    en: `On ${asOf} the invoice ${code} was not there yet`,
    params: { code, asOf },
  });

/** Reads them once for any number of notices. */
export async function readNoticeFacts(
  { records, invoices, acts }: ReportSources,
  { board, asOf }: { readonly board: string; readonly asOf: PlainDate | undefined },
): Promise<NoticeFacts> {
  const place = { records, acts, session: undefined, board };
  const creditors = await readCreditors(place);
  if (asOf === undefined) return { creditors, asOf, open: undefined };
  const report = collectionReport(await readKnownFacts(place, await invoices.all(undefined, board)), [], asOf);
  return { creditors, asOf, open: new Map(report.invoices.map(({ invoice, open }) => [invoice.code, open])) };
}

/** The terms of some contracts as they are known now. */
export async function readTerms(records: Pick<Records, 'current'>, board: string, contractNos: Iterable<string>): Promise<Terms> {
  const names = [...new Set(contractNos)].map((contractNo) => ({ kind: 'fee-contracts' as const, key: recordKey([contractNo]) }));
  return termsOf(contentsOf('fee-contracts', [...(await records.current(undefined, board, names)).values()]));
}

const termsOf = (contracts: readonly Contract[]): Terms =>
  new Map(contracts.map(({ contractNo, lateRegime, lateRatePercent }) => [contractNo, { lateRegime, lateRatePercent }]));

/** @throws DomainError precondition `creditor_unknown`, `invoice_not_yet`, and what paymentNotice refuses */
export function noticeOf(
  { invoice, creditor, symbol, number: invoiceNumber }: NumberedNotice,
  terms: Terms,
  { creditors, asOf, open }: NoticeFacts,
): AdministrativeDocument {
  const left = open?.get(invoice.code);
  if (asOf !== undefined && left === undefined) throw notYet(invoice.code, asOf);
  return paymentNotice({
    invoice,
    symbol,
    number: invoiceNumber,
    creditor: creditors.get(invoice, creditor),
    terms: terms.get(invoice.contractNo) ?? NO_INTEREST,
    standing: asOf === undefined || left === undefined ? undefined : { asOf, open: left },
  });
}

const ofInvoice = ({ invoice, series: { creditor, symbol }, number: invoiceNumber }: NumberedInvoice): NumberedNotice => ({
  invoice,
  creditor,
  symbol,
  number: invoiceNumber,
});

const ofAdjustment = ({ creditor, symbol, number: invoiceNumber, ...content }: AdjustmentContent): NumberedNotice => ({
  invoice: { ...content, parts: [], charges: [] },
  creditor,
  symbol,
  number: invoiceNumber,
});

export interface NoticeWish {
  readonly code: string;
  /** Shows what was paid by then and asks for the rest; undefined = the invoice as it was issued. */
  readonly asOf: PlainDate | undefined;
  readonly knownAt: Date | undefined;
}

/** The payment notice of an invoice or of a confirmed adjustment. */
export function createNotice(sources: BoardSources) {
  const { now } = sources;

  async function findNotice(board: string, code: string, found: ReportSources): Promise<NumberedNotice | undefined> {
    const issued =
      found === now
        ? await now.invoices.find(board, code)
        : (await found.invoices.all(undefined, board)).find(({ invoice }) => invoice.code === code);
    if (issued) return ofInvoice(issued);
    const adjustment = actsOf('adjustment', await found.acts.inForce(undefined, board)).find(({ content }) => content.code === code);
    return adjustment && ofAdjustment(adjustment.content);
  }

  const readTermsOf = async (
    board: string,
    { invoice: { contractNo } }: NumberedNotice,
    { records, ...rest }: ReportSources,
  ): Promise<Terms> =>
    records === now.records
      ? readTerms(now.records, board, [contractNo])
      : termsOf(await readContents('fee-contracts', { ...rest, records, session: undefined, board }));

  /** @throws DomainError not_found `invoice_not_found`; as noticeOf */
  return async (board: string, { code, asOf, knownAt }: NoticeWish): Promise<AdministrativeDocument> => {
    const found = await sourcesFor(sources, board, knownAt);
    const notice = await findNotice(board, code, found);
    if (!notice) throw invoiceNotFound(code);
    return noticeOf(notice, await readTermsOf(board, notice, found), await readNoticeFacts(found, { board, asOf }));
  };
}

export type Notice = ReturnType<typeof createNotice>;
