import { figureFactsRecorded, registryRecordEvents } from '@kcn/contracts';
import type { RecordEvent } from '@kcn/contracts';
import type { RecordContent, RecordKind } from '../domain/facts/record-version';

/** The event that carries each kind of record that is kept. */
export const recordEvents: { readonly [K in RecordKind]: RecordEvent<RecordContent[K]> } = {
  ...registryRecordEvents,
  'figure-facts': { ...figureFactsRecorded, keyOf: ({ unit }) => unit, unitOf: ({ unit }) => unit },
};
