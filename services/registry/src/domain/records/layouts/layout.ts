import type { RegistryContent, RegistryKind } from '@kcn/contracts';
import type { RowReader } from '../row-reader';

/** Cells by column, as a file has them; '' is absent. */
export type Row = Readonly<Record<string, string>>;

/** How the rows of one import file stand for records of one kind (FORMATS §1). */
export interface Layout<K extends RegistryKind = RegistryKind> {
  readonly kind: K;
  /** All of them stand in a file's header, in any order. */
  readonly columns: readonly string[];
  /** The column that a fault of the whole key is shown at. */
  readonly keyColumn: string;
  /** The content; it counts only when the reader has noted no fault. */
  read(row: RowReader): RegistryContent[K];
  /** The inverse of `read`. */
  write(content: RegistryContent[K]): Row;
}

export const defineLayout = <K extends RegistryKind>(layout: Layout<K>): Layout<K> => layout;
