/**
 * By which anybody can check a certificate: 16 symbols of 5 bits, drawn at random once, when the award is entered in the
 * register. 2⁸⁰ of them cannot be tried out, and none tells of another.
 */
export type AwardCode = string & { readonly __brand: 'AwardCode' };

/** Crockford's digits: no I, L, O, U, which people take for others. */
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;
/** Random bytes that a code takes. */
export const AWARD_CODE_BYTES = 10;

/** @throws RangeError for another number of bytes */
export function awardCodeOf(random: Uint8Array): AwardCode {
  if (random.length !== AWARD_CODE_BYTES) throw new RangeError(`a code takes ${AWARD_CODE_BYTES.toString()} bytes`);
  let rest = random.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
  let code = '';
  for (let at = 0; at < LENGTH; at += 1) {
    code = `${SYMBOLS[Number(rest % 32n)] ?? ''}${code}`;
    rest /= 32n;
  }
  return code as AwardCode;
}

/** What somebody typed or scanned: any case, with or without hyphens and spaces, O for 0, I and L for 1. Undefined for no code. */
export function findAwardCode(text: string): AwardCode | undefined {
  if (text.length > 40) return undefined;
  const code = text.toUpperCase().replaceAll(/[-\s]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return code.length === LENGTH && [...code].every((symbol) => SYMBOLS.includes(symbol)) ? (code as AwardCode) : undefined;
}

/** `7F3A-9K2M-Q4XW-8B5T`, as it is printed. */
export const printAwardCode = (code: AwardCode): string => (code.match(/.{4}/g) ?? []).join('-');

/** Where a certificate is checked: the address in its QR code. */
export const verificationAddressOf = (publicUrl: string, code: AwardCode): string =>
  `${publicUrl.replace(/\/+$/, '')}/v1/awards/${printAwardCode(code)}`;
