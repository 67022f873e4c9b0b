import { precondition } from '@kcn/kernel';
import { normalisedCode } from '../contracts/normalised-code';
import { MAX_PURPOSE_LENGTH } from './vietqr';

const fits = (text: string): boolean => text.length <= MAX_PURPOSE_LENGTH && /^[A-Z0-9]+$/.test(text);

/**
 * What a payer's transfer is to say: the invoice's code without its punctuation, or the contract's number where the code is
 * too long; never a part of either, which could be another one's.
 * @throws DomainError precondition `no_payment_purpose` when neither fits
 */
export function paymentPurpose({ invoiceCode, contractNo }: { readonly invoiceCode: string; readonly contractNo: string }): string {
  const found = [invoiceCode, contractNo].map(normalisedCode).find(fits);
  if (found !== undefined) return found;
  throw precondition('no_payment_purpose', {
    vi: `Số hợp đồng ${contractNo} không ghi được trong ${String(MAX_PURPOSE_LENGTH)} ký tự không dấu của mã QR`,
    en: `The contract number ${contractNo} does not fit the ${String(MAX_PURPOSE_LENGTH)} plain characters of a QR code`,
    params: { invoiceCode, contractNo },
  });
}
