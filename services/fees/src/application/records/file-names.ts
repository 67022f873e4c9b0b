import { splitImportFileName } from '@kcn/layouts';
import { isFeeKind } from '../../domain/layouts/fee-layouts';
import type { FeeKind } from '../../domain/layouts/fee-layout';

/** `bank-statement.csv`, `bank-statement-again.csv`, and whatever name banks give to their XML and MT940 files. */
const STATEMENT_NAME = /^bank-statement[^/\\]*\.(csv|xlsx|xml|sta|mt940|940|txt)$|\.(xml|sta|mt940|940)$/i;

/** What a file's name says it holds; its content tells which format a bank statement has. */
export function findFeeFile(
  name: string,
): { readonly kind: FeeKind; readonly format: 'csv' | 'xlsx' } | { readonly kind: 'bank-statement' } | undefined {
  const { stem = '', format = 'json' } = splitImportFileName(name) ?? {};
  if (isFeeKind(stem) && format !== 'json') return { kind: stem, format };
  return STATEMENT_NAME.test(name.trim()) ? { kind: 'bank-statement' } : undefined;
}
