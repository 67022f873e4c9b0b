import type { StatementFormat } from './statement';

/** Enough to see what a file begins with. */
const SAMPLE_BYTES = 1_024;

/** What kind of statement a file is, by its content; undefined when its first bytes are none of them. */
export function detectFormat(bytes: Buffer): { readonly format: StatementFormat; readonly isWorkbook: boolean } | undefined {
  if (bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]))) return { format: 'csv', isWorkbook: true };
  const start = bytes.toString('utf8', 0, SAMPLE_BYTES).replace('\uFEFF', '').trimStart();
  if (start.startsWith('<')) return { format: 'camt053', isWorkbook: false };
  if (/^(?::\d{2}[A-Z]?:|\{\d:)/.test(start)) return { format: 'mt940', isWorkbook: false };
  // A header row: names with commas between them.
  return start.split(/\r?\n/, 1)[0]?.includes(',') === true ? { format: 'csv', isWorkbook: false } : undefined;
}
