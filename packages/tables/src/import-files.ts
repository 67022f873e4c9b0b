import { fault } from '@kcn/layouts';
import type { ImportFormat, ImportLedger } from '@kcn/layouts';

/** One file of an import as it was sent. */
export interface UploadedFile {
  /** `projects.csv` */
  readonly name: string;
  readonly bytes: Buffer;
}

/** A file whose name says which layout its rows have. */
export interface RecognisedFile<Kind extends string, Format extends ImportFormat> {
  readonly index: number;
  readonly kind: Kind;
  readonly format: Format;
  readonly bytes: Buffer;
}

/** The files of an import that can be read: their names belong to a layout, and to each layout one. The others are faults. */
export function recogniseFiles<Kind extends string, Format extends ImportFormat>(
  files: readonly UploadedFile[],
  {
    ledger,
    find,
  }: {
    readonly ledger: ImportLedger;
    /** What a file's name says it holds. */
    readonly find: (name: string) => { readonly kind: Kind; readonly format: Format } | undefined;
  },
): RecognisedFile<Kind, Format>[] {
  const kinds = new Set<string>();
  return files.flatMap(({ name, bytes }, index) => {
    const found = find(name);
    if (!found) {
      ledger.addFault(index, fault('file_unknown', { value: name }));
      return [];
    }
    const { kind, format } = found;
    ledger.tally(index).kind = kind;
    if (kinds.has(kind)) {
      ledger.addFault(index, fault('file_twice', { kind }));
      return [];
    }
    kinds.add(kind);
    return [{ index, kind, format, bytes }];
  });
}
