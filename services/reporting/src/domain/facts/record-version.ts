import type { RegistryContent, RegistryKind } from '@kcn/contracts';
import type { Instant } from '@kcn/kernel';

/** One version of one registry record as reporting keeps it. `content` is null where the version withdraws the record. */
export type RecordVersion = { [K in RegistryKind]: VersionOf<K> }[RegistryKind];

interface VersionOf<K extends RegistryKind> {
  readonly unit: string;
  readonly kind: K;
  readonly key: string;
  /** Position in the registry's log of the board. */
  readonly position: bigint;
  readonly recordedAt: Instant;
  readonly actor: string;
  readonly cause: string;
  readonly reason?: string;
  readonly content: RegistryContent[K] | null;
}
