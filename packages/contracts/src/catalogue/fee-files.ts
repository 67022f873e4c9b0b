/** The fee files but bank statements, by the stem of their names; each also the kind of the records that it brings. */
const FEE_KINDS = [
  'fee-tariffs',
  'fee-contracts',
  'meter-readings',
  'exchange-rates',
  'fee-plan',
  'holidays',
  'creditors',
  'creditor-parks',
] as const;
type FeeKind = (typeof FEE_KINDS)[number];

type FeeFileName = { readonly kind: FeeKind; readonly format: 'csv' | 'xlsx' } | { readonly kind: 'bank-statement' };

/** `bank-statement.csv`, `bank-statement-again.csv`, and whatever name banks give to their XML and MT940 files. */
const STATEMENT_NAME = /^bank-statement[^/\\]*\.(csv|xlsx|xml|sta|mt940|940|txt)$|\.(xml|sta|mt940|940)$/i;
const TABLE_NAME = /^([a-z-]+)\.(csv|xlsx)$/;

/** What a file's name says it holds, for the service and for who sends to it; the content tells a statement's format. */
export function findFeeFile(name: string): FeeFileName | undefined {
  const [, stem, format] = TABLE_NAME.exec(name.trim().toLowerCase()) ?? [];
  const kind = FEE_KINDS.find((one) => one === stem);
  if (kind) return { kind, format: format === 'xlsx' ? 'xlsx' : 'csv' };
  return STATEMENT_NAME.test(name.trim()) ? { kind: 'bank-statement' } : undefined;
}
