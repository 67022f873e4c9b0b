import { precondition } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { Creditor } from '../../domain/contracts/creditor';
import type { Invoice } from '../../domain/invoices/invoice';
import type { Invoices, NumberedInvoice, NumberSeries, Records } from '../ports';
import { readContents } from '../runs/board-facts';
import { actsOf } from './act';
import type { Act, Acts, AdjustmentContent } from './act';
import { invoiceNotFound } from './refusals';

/** An invoice with all that its electronic draft says. */
export interface DraftSource {
  readonly invoice: Invoice;
  readonly symbol: string;
  readonly number: number;
  /** The accounting day. */
  readonly issuedOn: PlainDate;
  readonly seller: Creditor;
}

/** An adjusting or replacing invoice, beside the one that it corrects. */
export interface CorrectionSource {
  readonly adjustment: AdjustmentContent;
  readonly reason: string;
  readonly issuedOn: PlainDate;
  readonly corrects: DraftSource;
}

export interface DraftExportPorts {
  readonly records: Pick<Records, 'ofKind'>;
  readonly invoices: Pick<Invoices, 'find'>;
  readonly acts: Pick<Acts, 'inForce'>;
  /** The accounting day on which an invoice was posted; undefined while it is not. */
  readonly findPostedOn: (board: string, invoice: { readonly code: string; readonly contractNo: string }) => Promise<PlainDate | undefined>;
  readonly toXml: (source: DraftSource) => string;
  readonly toCorrectionXml: (source: CorrectionSource) => string;
}

const sellerUnknown = (code: string): Error =>
  precondition('seller_unknown', {
    vi: `Chưa có đơn vị bán hàng (creditors.csv, creditor-parks.csv) cho hóa đơn ${code}`,
    en: `No seller (creditors.csv, creditor-parks.csv) is known for the invoice ${code}`,
  });
const notPosted = (code: string): Error =>
  precondition('invoice_not_posted', { vi: `Hóa đơn ${code} chưa được ghi sổ`, en: `The invoice ${code} is not in the ledger yet` });

/** Drafts of electronic invoices, for the provider who signs and sends them. */
export function createDraftExport({ records, invoices, acts, findPostedOn, toXml, toCorrectionXml }: DraftExportPorts) {
  async function sellerOf(board: string, code: string, { creditor }: Pick<NumberSeries, 'creditor'>): Promise<Creditor> {
    const known = await readContents('creditors', { records, session: undefined, board });
    const seller = known.find((one) => one.creditor === creditor);
    if (!seller) throw sellerUnknown(code);
    return seller;
  }

  async function getPostedOn(board: string, invoice: Pick<Invoice, 'code' | 'contractNo'>): Promise<PlainDate> {
    const day = await findPostedOn(board, invoice);
    if (day === undefined) throw notPosted(invoice.code);
    return day;
  }

  async function sourceOf(board: string, { invoice, series, number }: NumberedInvoice): Promise<DraftSource> {
    const seller = await sellerOf(board, invoice.code, series);
    return { invoice, symbol: series.symbol, number, issuedOn: await getPostedOn(board, invoice), seller };
  }

  const findAdjustment = async (board: string, code: string): Promise<Act<AdjustmentContent> | undefined> =>
    actsOf('adjustment', await acts.inForce(undefined, board)).find(({ content }) => content.code === code);

  /**
   * @returns the XML document
   * @throws DomainError not_found `invoice_not_found`; precondition `seller_unknown`, `invoice_not_posted`
   */
  return async (board: string, code: string): Promise<string> => {
    const issued = await invoices.find(board, code);
    if (issued) return toXml(await sourceOf(board, issued));
    const act = await findAdjustment(board, code);
    const adjusted = act && (await invoices.find(board, act.content.adjusts));
    if (!act || !adjusted) throw invoiceNotFound(code);
    const { content: adjustment, reason } = act;
    const issuedOn = await getPostedOn(board, adjustment);
    return toCorrectionXml({ adjustment, reason, issuedOn, corrects: await sourceOf(board, adjusted) });
  };
}

export type DraftExport = ReturnType<typeof createDraftExport>;
