import { precondition } from '@kcn/kernel';
import type { LocalizedText, PlainDate } from '@kcn/kernel';
import type { Invoice } from './invoice';

/** Money of an invoice, in đồng; an adjustment's may be below zero. */
export interface InvoiceMoney {
  readonly net: bigint;
  readonly vat: bigint;
  readonly total: bigint;
}

/** What brings an issued invoice to what it should have been; the invoice itself never changes. */
export interface AdjustmentInvoice extends InvoiceMoney {
  /** `{code}-A{n}` */
  readonly code: string;
  readonly adjusts: string;
  /** 1, 2, … of the adjusted invoice. */
  readonly n: number;
  readonly contractNo: string;
  readonly period: Invoice['period'];
  readonly parkCode: string;
  readonly service: Invoice['service'];
  readonly invoiceDate: PlainDate;
  readonly dueDate: PlainDate;
  readonly vatPercent: string;
  /** What the invoice should be, part by part; undefined where nothing was owed at all. */
  readonly corrected: Invoice | undefined;
  readonly reason: LocalizedText;
}

const NOTHING: InvoiceMoney = { net: 0n, vat: 0n, total: 0n };

const minus = (a: InvoiceMoney, b: InvoiceMoney): InvoiceMoney => ({ net: a.net - b.net, vat: a.vat - b.vat, total: a.total - b.total });

const plus = (a: InvoiceMoney, b: InvoiceMoney): InvoiceMoney => ({ net: a.net + b.net, vat: a.vat + b.vat, total: a.total + b.total });

export interface AdjustOptions {
  readonly issued: Invoice;
  /** Those approved before, in order. */
  readonly earlier: readonly AdjustmentInvoice[];
  /** The same contract and period by today's tariffs, rates and readings; undefined = nothing is owed. */
  readonly corrected: Invoice | undefined;
  readonly invoiceDate: PlainDate;
  readonly dueDate: PlainDate;
  readonly reason: LocalizedText;
}

/** The adjustment that is missing; undefined when the invoice and its adjustments are right already. */
export function findAdjustment({ issued, earlier, corrected, invoiceDate, dueDate, reason }: AdjustOptions): AdjustmentInvoice | undefined {
  const sofar = earlier.reduce<InvoiceMoney>(plus, issued);
  const difference = minus(corrected ?? NOTHING, sofar);
  if (difference.net === 0n && difference.vat === 0n) return undefined;
  const n = earlier.length + 1;
  const { code, contractNo, period, parkCode, service, vatPercent } = issued;
  return {
    code: `${code}-A${String(n)}`,
    adjusts: code,
    n,
    contractNo,
    period,
    parkCode,
    service,
    invoiceDate,
    dueDate,
    vatPercent: corrected?.vatPercent ?? vatPercent,
    ...difference,
    corrected,
    reason,
  };
}

/** How a wrong e-invoice is put right (NĐ 254/2026, TT 91/2026). */
export type CorrectionMethod = 'ADJUST' | 'REPLACE';

/** `NOTICE`: a notice 04/SS-HĐĐT alone, nothing is issued anew. */
export type CorrectionWay = CorrectionMethod | 'NOTICE';

export interface CorrectionCase {
  /** Tax code, amount, rate or VAT is wrong; otherwise only the buyer's name, address or other words. */
  readonly touchesFigures: boolean;
  readonly wanted: CorrectionMethod;
  /** How the same invoice was put right before; later corrections keep to it. */
  readonly before: CorrectionMethod | undefined;
  /** A business buyer has agreed in writing that there is a mistake. */
  readonly isAgreed: boolean;
}

/**
 * Which way a correction takes.
 * @throws DomainError precondition `correction_not_agreed`, `correction_method_differs`
 */
export function correctionWay({ touchesFigures, wanted, before, isAgreed }: CorrectionCase): CorrectionWay {
  if (!touchesFigures) return 'NOTICE';
  if (!isAgreed) {
    throw precondition('correction_not_agreed', {
      vi: 'Cần văn bản thỏa thuận của bên mua trước khi điều chỉnh hoặc thay thế hóa đơn',
      en: 'The buyer has to agree in writing before an invoice is adjusted or replaced',
    });
  }
  if (before !== undefined && before !== wanted) {
    throw precondition('correction_method_differs', {
      vi: `Hóa đơn này đã được sửa bằng cách ${before === 'ADJUST' ? 'điều chỉnh' : 'thay thế'}; các lần sau phải theo cách đó`,
      en: `This invoice was ${before === 'ADJUST' ? 'adjusted' : 'replaced'} before; later corrections keep to that`,
    });
  }
  return wanted;
}

/** What an adjusting or replacing invoice says it is for, as the decree words it. */
export function correctionText(
  way: CorrectionMethod,
  { symbol, number, issuedOn }: { readonly symbol: string; readonly number: number; readonly issuedOn: PlainDate },
): string {
  const [model, rest] = [symbol.slice(0, 1), symbol.slice(1)];
  const [year, month, day] = issuedOn.split('-');
  const what = way === 'ADJUST' ? 'Điều chỉnh' : 'Thay thế';
  return `${what} cho hóa đơn Mẫu số ${model} ký hiệu ${rest} số ${String(number)} ngày ${day ?? ''} tháng ${month ?? ''} năm ${year ?? ''}`;
}
