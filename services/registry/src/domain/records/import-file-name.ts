import { REGISTRY_KINDS } from '@kcn/contracts';
import type { RegistryKind } from '@kcn/contracts';
import { splitImportFileName } from '@kcn/layouts';
import type { ImportFormat } from '@kcn/layouts';

/** What a file's name says it holds: `projects.csv`, `projects.xlsx`, `board.json`. Undefined when no layout is called so. */
export function findFileKind(name: string): { readonly kind: RegistryKind; readonly format: ImportFormat } | undefined {
  const parts = splitImportFileName(name);
  const kind = REGISTRY_KINDS.find((known) => known === parts?.stem);
  if (!parts || !kind || (kind === 'board') !== (parts.format === 'json')) return undefined;
  return { kind, format: parts.format };
}
