import { addDays, invalid, period, precondition } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import { correctionWay, findAdjustment } from '../../domain/invoices/adjustment';
import type { CorrectionMethod } from '../../domain/invoices/adjustment';
import type { Invoice } from '../../domain/invoices/invoice';
import { numberList } from '../../domain/invoices/numbering';
import { isClosed } from '../../domain/ledger/accounting-periods';
import { createPlanner } from '../../domain/runs/plan-contract';
import type { Invoices, Records, Runs } from '../ports';
import { readRunContext, readSeriesOf } from '../runs/board-facts';
import { actsOf } from './act';
import type { Acts, AdjustmentContent } from './act';
import { periodsOf } from './act-facts';
import { checkNotInFuture, invoiceNotFound } from './refusals';
import type { ActRule } from './two-person-act';

export interface AdjustmentPorts {
  readonly records: Records;
  readonly invoices: Pick<Invoices, 'find'>;
  readonly acts: Acts;
  readonly runs: Pick<Runs, 'reserve'>;
  readonly today: () => PlainDate;
}

export interface AdjustmentWish {
  /** Code of the issued invoice. */
  readonly invoice: string;
  readonly method: CorrectionMethod;
  readonly agreement: string;
  /** The day of the adjusting invoice. */
  readonly invoiceDate: PlainDate;
}

const TEXT = { vi: 'Điều chỉnh theo dữ liệu hiện hành', en: 'Adjusted to what is known now' };

const nothingToAdjust = (code: string): Error =>
  precondition('nothing_to_adjust', { vi: `Hóa đơn ${code} đã đúng`, en: `The invoice ${code} is right already` });
const badDate = (code: string): Error =>
  invalid('bad_adjustment_date', {
    vi: `Hóa đơn điều chỉnh không được trước ngày của ${code}`,
    en: `An adjustment may not be dated before ${code}`,
  });
const periodClosed = (date: PlainDate): Error =>
  precondition('period_closed', { vi: `Tháng của ngày ${date} đã khóa sổ`, en: `The month of ${date} is closed` });
const notReplaceable = (code: string): Error =>
  precondition('nothing_to_replace_by', {
    vi: `Hóa đơn ${code} không còn phải thu; chỉ có thể điều chỉnh`,
    en: `Nothing is owed for ${code} any more; it can only be adjusted`,
  });
const outdated = (code: string): Error =>
  precondition('act_outdated', {
    vi: `Số liệu của ${code} đã thay đổi từ khi đề nghị`,
    en: `What ${code} should be has changed since this was proposed`,
  });

/**
 * The adjustment that an invoice needs by what is known now, not yet numbered.
 * @throws DomainError not_found `invoice_not_found`; invalid `day_in_future`, `bad_adjustment_date`; precondition
 *   `period_closed`, `nothing_to_adjust`, `correction_not_agreed`, `correction_method_differs`, or why it cannot be charged
 */
export async function drawAdjustment(
  { records, invoices, acts, today }: AdjustmentPorts,
  { session, board, wish }: { readonly session: Session; readonly board: string; readonly wish: AdjustmentWish },
): Promise<AdjustmentContent> {
  const { invoice: code, method, agreement, invoiceDate } = wish;
  const issued = (await invoices.find(board, code))?.invoice;
  if (!issued) throw invoiceNotFound(code);
  checkNotInFuture(invoiceDate, today());
  if (invoiceDate < issued.invoiceDate) throw badDate(code);
  const inForce = await acts.inForce(session, board);
  if (isClosed(periodsOf(inForce), invoiceDate)) throw periodClosed(invoiceDate);

  const place = { records, acts, session, board };
  const context = await readRunContext(place, period(issued.invoiceDate.slice(0, 7)));
  const contract = context.contracts.find(({ contractNo }) => contractNo === issued.contractNo);
  const planned = contract && createPlanner(context).planPeriod(contract, issued.period);
  if (planned && 'fault' in planned) throw precondition(planned.fault.code, { vi: planned.fault.vi, en: planned.fault.en });
  const corrected: Invoice | undefined = planned?.invoice;

  const before = actsOf('adjustment', inForce).filter(({ content }) => content.adjusts === code);
  const found = findAdjustment({
    issued,
    earlier: before.map(({ content }, index) => ({ ...issued, ...content, period: issued.period, n: index + 1, reason: TEXT })),
    corrected,
    invoiceDate,
    dueDate: context.calendar.nextWorkingDay(addDays(invoiceDate, contract?.dueDays ?? 0)),
    reason: TEXT,
  });
  if (!found) throw nothingToAdjust(code);
  correctionWay({ touchesFigures: true, wanted: method, before: before.at(-1)?.content.method, isAgreed: agreement !== '' });
  if (method === 'REPLACE' && corrected === undefined) throw notReplaceable(code);
  const series = (await readSeriesOf(place))({ ...issued, invoiceDate });
  const { enterpriseTaxCode, enterpriseName } = corrected ?? issued;
  const { n: _n, reason: _reason, ...adjustment } = found;
  return { kind: 'adjustment', ...adjustment, method, agreement, enterpriseTaxCode, enterpriseName, ...series, number: 0 };
}

/** An adjusting or replacing invoice: one accountant proposes it, another confirms, and then it gets its number. */
export const adjustmentRule = (ports: AdjustmentPorts): ActRule<AdjustmentContent> => ({
  proposedBy: 'accountant',
  confirmedBy: 'accountant',
  moves: true,
  subjectOf: ({ adjusts }) => adjusts,
  async judge(content, { session, board, isFinal }) {
    if (!isFinal) return content;
    const { adjusts: invoice, method, agreement, invoiceDate } = content;
    const now = await drawAdjustment(ports, { session, board, wish: { invoice, method, agreement, invoiceDate } });
    if (now.code !== content.code || now.net !== content.net || now.vat !== content.vat) throw outdated(invoice);
    const { creditor, symbol, year, code } = now;
    const number = await ports.runs.reserve(session, board, { creditor, symbol, year }, 1);
    numberList([{ code }], number);
    return { ...now, number };
  },
});
