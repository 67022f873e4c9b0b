import type { RegistryKind } from '@kcn/contracts';
import type { Fault } from '@kcn/layouts';

/** A fault of a record as it stands among the others of its unit. */
export interface UnitFault extends Fault {
  readonly kind: RegistryKind;
  readonly key: string;
}
