import type { figureFactsV1, RegistryContent } from '@kcn/contracts';
import type { Instant } from '@kcn/kernel';

/** Content of each kind of record that facts come from: the registry's, and what other services say for the figures. */
export interface RecordContent extends RegistryContent {
  /** All that one unit of another service contributes; there is one such record in a unit. */
  'figure-facts': figureFactsV1.FigureFactsRecorded;
}
export type RecordKind = keyof RecordContent;

/** One version of one record as reporting keeps it. `content` is null where the version withdraws the record. */
export type RecordVersion = { [K in RecordKind]: VersionOf<K> }[RecordKind];

interface VersionOf<K extends RecordKind> {
  readonly unit: string;
  readonly kind: K;
  readonly key: string;
  /** Position in the source's log of the board. */
  readonly position: bigint;
  readonly recordedAt: Instant;
  readonly actor: string;
  readonly cause: string;
  readonly reason?: string;
  readonly content: RecordContent[K] | null;
}
