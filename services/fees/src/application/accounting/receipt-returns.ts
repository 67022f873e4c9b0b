import { notFound, precondition } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import { lineOfReturn } from '../../domain/collection/cash-receipt';
import { foldCollection } from '../../domain/collection/fold';
import { lineKey } from '../../domain/collection/payment-line';
import type { Runs } from '../ports';
import { actsOf } from './act';
import type { Acts, ContentOf } from './act';
import { nextCashNumber } from './cash-numbers';
import type { ReadFacts } from './known-facts-of';
import { checkNotInFuture } from './refusals';
import type { ActRule } from './two-person-act';

export interface ReceiptReturnsOptions {
  readonly acts: Pick<Acts, 'inForce'>;
  readonly facts: ReadFacts;
  readonly runs: Pick<Runs, 'reserve'>;
  readonly today: () => PlainDate;
}

/** Sorts behind every receipt, as its number will. */
const UNNUMBERED = 'PTH';

const receiptNotFound = (receiptNo: string): Error =>
  notFound('receipt_not_found', { vi: `Không có phiếu thu "${receiptNo}"`, en: `There is no cash receipt "${receiptNo}"` });
const cannotReturn = (receiptNo: string): Error =>
  precondition('receipt_not_returnable', {
    vi: `Phiếu thu ${receiptNo} đã được hoàn lại, hoặc ngày hoàn lại trước ngày thu`,
    en: `The receipt ${receiptNo} was taken back already, or the day is before it`,
  });

/**
 * What taking a receipt back says.
 * @throws DomainError not_found `receipt_not_found`
 */
export async function drawReceiptReturn(
  { acts }: Pick<ReceiptReturnsOptions, 'acts'>,
  {
    session,
    board,
    ...wish
  }: { readonly session: Session; readonly board: string } & Pick<ContentOf<'receipt-return'>, 'cashBox' | 'receiptNo' | 'returnedOn'>,
): Promise<ContentOf<'receipt-return'>> {
  const receipt = actsOf('cash-receipt', await acts.inForce(session, board)).find(
    ({ content }) => content.cashBox === wish.cashBox && content.receiptNo === wish.receiptNo,
  );
  if (!receipt) throw receiptNotFound(wish.receiptNo);
  return { kind: 'receipt-return', ...wish, returnNo: '', amount: receipt.content.amount };
}

/** Giving cash back for a receipt that should not be: one accountant asks for it, another confirms. */
export const receiptReturnRule = ({ facts: readFacts, runs, today }: ReceiptReturnsOptions): ActRule<ContentOf<'receipt-return'>> => ({
  proposedBy: 'accountant',
  confirmedBy: 'accountant',
  moves: true,
  subjectOf: ({ cashBox, receiptNo }) => `${cashBox}/${receiptNo}`,
  async judge(content, { session, board, isFinal }) {
    const { cashBox, returnedOn: day } = content;
    checkNotInFuture(day, today());
    const line = lineOfReturn({ ...content, returnNo: UNNUMBERED });
    const facts = await readFacts(session, board);
    const { lines } = foldCollection({ ...facts, lines: [...facts.lines, line] });
    if (lines.find((result) => lineKey(result.line) === lineKey(line))?.rule !== 'REVERSAL') throw cannotReturn(content.receiptNo);
    return isFinal ? { ...content, returnNo: await nextCashNumber(runs, { session, board, cashBox, paper: 'PTH', day }) } : content;
  },
});
