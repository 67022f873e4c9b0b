import { invalid } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';

/** How a debtor pays off what is overdue. Due dates and interest of the invoices stay as they are. */
export interface InstalmentAgreement {
  readonly agreementNo: string;
  readonly signedOn: PlainDate;
  readonly invoices: readonly string[];
  /** In the order of days; đồng. */
  readonly instalments: readonly { readonly day: PlainDate; readonly amount: bigint }[];
}

/** A payment to an invoice; below zero where it was taken back. */
export interface InvoicePayment {
  readonly invoice: string;
  readonly day: PlainDate;
  readonly amount: bigint;
}

export interface AgreementState {
  readonly promised: bigint;
  readonly paid: bigint;
  /** Whether every instalment up to the day before was paid in full. */
  readonly state: 'KEPT' | 'FULFILLED' | 'BROKEN';
}

/** @throws DomainError invalid `bad_instalments` when they do not add up to what is open, or their days do not rise after signing */
export function checkAgreement({ signedOn, instalments }: InstalmentAgreement, open: bigint): void {
  const sum = instalments.reduce((total, { amount }) => total + amount, 0n);
  const rises = instalments.every(({ day, amount }, index) => amount > 0n && day > (instalments[index - 1]?.day ?? signedOn));
  if (rises && sum === open) return;
  throw invalid('bad_instalments', {
    vi: `Các kỳ trả phải sau ngày ký, tăng dần theo ngày và cộng lại bằng số còn phải thu ${String(open)} đ`,
    en: `Instalments must follow the signing, rise by day and add up to the open ${String(open)} VND`,
  });
}

/** Where an agreement stands on a day; an instalment can be paid until the end of its day. */
export function agreementState(
  { signedOn, invoices, instalments }: InstalmentAgreement,
  payments: readonly InvoicePayment[],
  day: PlainDate,
): AgreementState {
  const covered = new Set(invoices);
  const paid = payments.reduce(
    (sum, payment) => (covered.has(payment.invoice) && payment.day > signedOn && payment.day <= day ? sum + payment.amount : sum),
    0n,
  );
  const total = instalments.reduce((sum, { amount }) => sum + amount, 0n);
  const promised = instalments.reduce((sum, instalment) => (instalment.day < day ? sum + instalment.amount : sum), 0n);
  return { promised, paid, state: paid >= total ? 'FULFILLED' : paid >= promised ? 'KEPT' : 'BROKEN' };
}
