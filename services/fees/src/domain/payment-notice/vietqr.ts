import { invalid } from '@kcn/kernel';
import { crc16 } from './crc16';

/** What a VietQR code (NAPAS 247, EMVCo merchant-presented) asks a payer's bank to transfer. */
export interface VietQrTransfer {
  /** The bank's six digits in the NAPAS network. */
  readonly bankBin: string;
  /** 1 to 19 letters and digits. */
  readonly account: string;
  /** Đồng; absent: the payer enters it. */
  readonly amount?: bigint;
  /** For one payment only; by default when the amount is given. */
  readonly oneTime?: boolean;
  /** What comes back on the bank's statement: at most 25 characters of plain ASCII. */
  readonly purpose?: string;
  /** At most 25 characters of plain ASCII. */
  readonly billNumber?: string;
}

const NAPAS = 'A000000727';
const TO_ACCOUNT = 'QRIBFTTA';
const VND = '704';
/** The amount has at most 13 characters. */
const MAX_AMOUNT = 10n ** 13n;
export const MAX_PURPOSE_LENGTH = 25;

const field = (id: string, value: string): string => `${id}${String(value.length).padStart(2, '0')}${value}`;
const optionalField = (id: string, value: string | undefined): string => (value === undefined ? '' : field(id, value));

function check(sound: boolean, { value, vi, en }: { readonly value: string; readonly vi: string; readonly en: string }): void {
  if (sound) return;
  const shown = value.slice(0, 60);
  throw invalid('bad_transfer', { vi: `"${shown}": ${vi}`, en: `"${shown}": ${en}`, params: { value: shown } });
}

const PLAIN = /^[\u0020-\u007E]{1,25}$/;

function checkTransfer({ bankBin, account, amount, purpose, billNumber }: VietQrTransfer): void {
  check(/^\d{6}$/.test(bankBin), { value: bankBin, vi: 'mã BIN ngân hàng có 6 chữ số', en: "a bank's BIN has 6 digits" });
  check(/^[A-Za-z0-9]{1,19}$/.test(account), {
    value: account,
    vi: 'số tài khoản có 1 đến 19 chữ cái hoặc chữ số',
    en: 'an account number has 1 to 19 letters or digits',
  });
  if (amount !== undefined)
    check(amount > 0n && amount < MAX_AMOUNT, {
      value: String(amount),
      vi: 'số tiền phải lớn hơn 0 và có nhiều nhất 13 chữ số',
      en: 'the amount must be above zero and have at most 13 digits',
    });
  for (const value of [purpose, billNumber])
    if (value !== undefined)
      check(PLAIN.test(value), {
        value,
        vi: 'nội dung có 1 đến 25 ký tự không dấu',
        en: 'the text has 1 to 25 characters without accents',
      });
}

/**
 * The text of the code, to be printed as a QR code.
 * @throws DomainError invalid `bad_transfer` when something does not fit the standard
 */
export function vietQrPayload(transfer: VietQrTransfer): string {
  checkTransfer(transfer);
  const { bankBin, account, amount, oneTime = amount !== undefined, purpose, billNumber } = transfer;
  const beneficiary = field('00', bankBin) + field('01', account);
  const additional = optionalField('01', billNumber) + optionalField('08', purpose);
  const unsigned = [
    field('00', '01'),
    field('01', oneTime ? '12' : '11'),
    field('38', field('00', NAPAS) + field('01', beneficiary) + field('02', TO_ACCOUNT)),
    field('53', VND),
    optionalField('54', amount?.toString()),
    field('58', 'VN'),
    additional === '' ? '' : field('62', additional),
    '6304',
  ].join('');
  return unsigned + crc16(unsigned);
}
