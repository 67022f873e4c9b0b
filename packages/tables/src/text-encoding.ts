import { isUtf8 } from 'node:buffer';
import { fault } from '@kcn/layouts';
import type { Fault } from '@kcn/layouts';

const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);

const startsWith = (bytes: Buffer, ...first: readonly number[]): boolean => first.every((byte, index) => bytes[index] === byte);

/** What a file that is not UTF-8 most likely is, for the message. */
function guessEncoding(bytes: Buffer): string {
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) return 'UTF-16';
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) return 'Excel';
  const sample = bytes.subarray(0, 4_096);
  if (sample.filter((byte) => byte === 0).length * 4 > sample.length) return 'UTF-16';
  return 'Windows-1258, TCVN3, VNI?';
}

/** The bytes after a byte-order mark, or why they are no UTF-8 text. */
export function checkUtf8(bytes: Buffer): { readonly text: Buffer } | { readonly fault: Fault } {
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff) || !isUtf8(bytes) || bytes.subarray(0, 4_096).includes(0))
    return { fault: fault('not_utf8', { guess: guessEncoding(bytes) }) };
  return { text: bytes.subarray(0, 3).equals(UTF8_BOM) ? bytes.subarray(3) : bytes };
}
