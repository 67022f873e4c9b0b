/** What a bank's app finds in a VietQR code; knows nothing of our builder. */
export interface ReadTransfer {
  readonly bin: string | undefined;
  readonly account: string | undefined;
  readonly amount: number;
  readonly purpose: string | undefined;
}

function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (let at = 0; at < text.length; ) {
    const length = Number(text.slice(at + 2, at + 4));
    fields.set(text.slice(at, at + 2), text.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}

/** CRC-16/CCITT-FALSE bit by bit, as the standard words it. */
function checkSum(text: string): string {
  let crc = 0xffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/** @throws Error when the check sum is wrong */
export function readTransfer(payload: string | undefined): ReadTransfer {
  if (payload === undefined) throw new Error('no code was found');
  if (checkSum(payload.slice(0, -4)) !== payload.slice(-4)) throw new Error(`wrong check sum in ${payload}`);
  const outer = fieldsOf(payload);
  const beneficiary = fieldsOf(fieldsOf(outer.get('38') ?? '').get('01') ?? '');
  return {
    bin: beneficiary.get('00'),
    account: beneficiary.get('01'),
    amount: Number(outer.get('54')),
    purpose: fieldsOf(outer.get('62') ?? '').get('08'),
  };
}
