import { REGISTRY_KINDS } from '@kcn/contracts';
import type { RegistryKind } from '@kcn/contracts';

export type FileFormat = 'csv' | 'xlsx' | 'json';

/** What a file's name says it holds: `projects.csv`, `projects.xlsx`, `board.json`. Undefined when no layout is called so. */
export function findFileKind(name: string): { readonly kind: RegistryKind; readonly format: FileFormat } | undefined {
  const [, stem = '', extension = ''] = /^([a-z-]+)\.(csv|xlsx|json)$/i.exec(name.trim()) ?? [];
  const kind = REGISTRY_KINDS.find((known) => known === stem.toLowerCase());
  const format = extension.toLowerCase() as FileFormat;
  if (!kind || (kind === 'board') !== (format === 'json')) return undefined;
  return { kind, format };
}
