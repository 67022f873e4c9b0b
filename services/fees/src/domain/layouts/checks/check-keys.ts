import { FEE_LAYOUTS } from '../fee-layouts';
import { feeFaults } from '../fee-faults';
import type { FeeContents, FeeKind } from '../fee-layout';
import type { FeeFile, SetFault } from '../fee-set';

const sameContent = (a: object, b: object): boolean => {
  const other = b as Readonly<Record<string, unknown>>;
  return Object.entries(a).every(([name, value]) => value === other[name]);
};

/** Rows of one file that have an earlier row's key and say something else. */
export function checkKeys<K extends FeeKind>(kind: K, { rows }: FeeFile<K>): SetFault[] {
  const { keyOf, keyColumn } = FEE_LAYOUTS[kind];
  const seen = new Map<string, { readonly content: FeeContents[K]; readonly line: number }>();
  const faults: SetFault[] = [];
  for (const { content, line } of rows) {
    const parts = keyOf(content);
    const key = parts.length === 1 ? (parts[0] ?? '') : JSON.stringify(parts);
    const first = seen.get(key);
    if (!first) seen.set(key, { content, line });
    else if (!sameContent(first.content, content))
      faults.push({ kind, line, fault: feeFaults.fault('key_twice', { key: parts.join(' '), line: String(first.line) }, keyColumn) });
  }
  return faults;
}
