import { figureFactsRecorded } from '@kcn/contracts';
import type { figureFactsV1 } from '@kcn/contracts';
import { instantFromDate, invalid } from '@kcn/kernel';
import type { LogEntry, Projection } from '@kcn/messaging';
import type { RecordVersion } from '../../domain/facts/record-version';
import { factsOfUnit, hasFacts } from '../../domain/facts/unit-facts';
import type { FactStore, Generations } from '../ports';
import { createRecordProjection } from '../registry-events/apply-registry-events';

const unknownType = (type: string): Error =>
  invalid('unknown_event_type', { vi: `Không biết loại sự kiện ${type}`, en: `Unknown event type ${type}`, params: { type } });

function decode(event: LogEntry): figureFactsV1.FigureFactsRecorded {
  try {
    return figureFactsRecorded.codec.decode(event.payload);
  } catch (cause) {
    throw invalid('undecodable_event', {
      vi: `Không đọc được nội dung sự kiện ${event.type}`,
      en: `The content of a ${event.type} cannot be decoded`,
      cause,
    });
  }
}

/**
 * What another service says for the figures, as the version of a record; its other events are no business of reporting's.
 * @throws DomainError invalid `unknown_event_type`, `undecodable_event`, `wrong_aggregate`
 */
export function readFigureEvent(event: LogEntry): RecordVersion | undefined {
  if (event.type !== figureFactsRecorded.type) {
    // What a unit of figures says in a way that is not known here must not pass for nothing.
    if (hasFacts(event.aggregate)) throw unknownType(event.type);
    return undefined;
  }
  const content = decode(event);
  if (content.unit !== event.aggregate || !hasFacts(content.unit)) {
    throw invalid('wrong_aggregate', {
      vi: `Số liệu của ${content.unit} không thuộc ${event.aggregate}`,
      en: `Figures of ${content.unit} do not belong to ${event.aggregate}`,
      params: { aggregate: event.aggregate },
    });
  }
  const { aggregate: unit, position, recordedAt, actor, cause, reason } = event;
  return {
    ...{
      unit,
      kind: 'figure-facts',
      key: unit,
      position: BigInt(position),
      recordedAt: instantFromDate(recordedAt),
      actor,
      cause,
      content,
    },
    ...(reason === undefined ? {} : { reason }),
  };
}

/**
 * Refuses what can never become facts, before any transaction.
 * @throws DomainError invalid
 */
export function checkFigureEvent(event: LogEntry): void {
  const version = readFigureEvent(event);
  if (version) factsOfUnit(version.unit, [version], []);
}

/** The events of a service beside the registry; the facts store is that of its log. */
export const createFigureProjection = (options: { readonly facts: FactStore; readonly generations: Generations }): Projection =>
  createRecordProjection({ ...options, read: readFigureEvent, check: checkFigureEvent });
