import type { RegistryContent, RegistryKind } from '@kcn/contracts';
import type { Layout as RowLayout, RowReader } from '@kcn/layouts';
import { registryFaults } from '../../faults/fault-catalogue';
import type { RegistryFaultCode } from '../../faults/fault-catalogue';

/** Cells by column, as a file has them; '' is absent. */
export type Row = Readonly<Record<string, string>>;

export type RegistryRow<Column extends string = string> = RowReader<Column, RegistryFaultCode>;

/** How the rows of one import file stand for records of one kind (FORMATS §1), and back. */
export interface Layout<K extends RegistryKind = RegistryKind, Column extends string = string>
  extends RowLayout<RegistryContent[K], Column, RegistryFaultCode> {
  readonly kind: K;
  /** The column that a fault of the whole key is shown at. */
  readonly keyColumn: Column;
  /** The inverse of `read`. */
  write(content: RegistryContent[K]): Readonly<Record<Column, string>>;
}

export const defineLayout = <K extends RegistryKind, const Column extends string>(
  layout: Omit<Layout<K, Column>, 'faults'>,
): Layout<K, Column> => ({ ...layout, faults: registryFaults });
