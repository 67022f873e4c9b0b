import type { QrBlock } from '@kcn/documents';
import { precondition } from '@kcn/kernel';
import type { Creditor } from '../contracts/creditor';
import { vietQrPayload } from '../payment-notice/vietqr';
import { bankName } from './bank-names';
import { dong } from './written-forms';

const noAccount = ({ creditor }: Creditor): Error =>
  precondition('creditor_has_no_account', {
    vi: `Đơn vị thu "${creditor}" chưa có số tài khoản và mã ngân hàng (creditors.csv), nên không lập được mã VietQR`,
    en: `The creditor "${creditor}" has no account and bank number (creditors.csv), so there can be no VietQR code`,
    params: { creditor },
  });

/**
 * The VietQR code of a transfer, with what it says in words beside it, for who pays by other means.
 * @param amount đồng, above zero
 * @throws DomainError precondition `creditor_has_no_account`; invalid `bad_transfer`
 */
export function transferCode({
  creditor,
  amount,
  purpose,
}: {
  readonly creditor: Creditor;
  readonly amount: bigint;
  readonly purpose: string;
}): QrBlock {
  const { bankBin, account, name } = creditor;
  if (bankBin === '' || account === '') throw noAccount(creditor);
  return {
    kind: 'qr',
    payload: vietQrPayload({ bankBin, account, amount, purpose }),
    caption: 'Quét mã để chuyển khoản',
    fields: [
      { label: 'Đơn vị thụ hưởng', value: name },
      { label: 'Số tài khoản', value: [{ text: account, bold: true }] },
      { label: 'Ngân hàng', value: bankName(bankBin) },
      { label: 'Số tiền', value: [{ text: `${dong(amount)} đồng`, bold: true }] },
      { label: 'Nội dung', value: [{ text: purpose, bold: true }] },
    ],
  };
}
