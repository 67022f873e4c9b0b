import { precondition } from '@kcn/kernel';
import { searchKey } from '@kcn/vietnam';
import { MAX_PURPOSE_LENGTH } from './vietqr';

/** As codes are compared when payments are matched: upper case, no accents, no spaces, no punctuation. */
const normalised = (code: string): string => searchKey(code).replaceAll(/[^\p{L}\p{N}]/gu, '');

const fits = (text: string): boolean => text.length <= MAX_PURPOSE_LENGTH && /^[A-Z0-9]+$/.test(text);

/**
 * What a payer's transfer is to say: the invoice's code without its punctuation, or the contract's number where the code is
 * too long; never a part of either, which could be another one's.
 * @throws DomainError precondition `no_payment_purpose` when neither fits
 */
export function paymentPurpose({ invoiceCode, contractNo }: { readonly invoiceCode: string; readonly contractNo: string }): string {
  const found = [invoiceCode, contractNo].map(normalised).find(fits);
  if (found !== undefined) return found;
  throw precondition('no_payment_purpose', {
    vi: `Số hợp đồng ${contractNo} không ghi được trong ${String(MAX_PURPOSE_LENGTH)} ký tự không dấu của mã QR`,
    en: `The contract number ${contractNo} does not fit the ${String(MAX_PURPOSE_LENGTH)} plain characters of a QR code`,
    params: { invoiceCode, contractNo },
  });
}
