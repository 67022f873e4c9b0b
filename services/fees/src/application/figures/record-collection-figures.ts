import { createHash } from 'node:crypto';
import type { EventLog, NewEvent, Session } from '@kcn/messaging';
import type { Folded } from '../../domain/collection/fold';
import { collectionFigures } from '../../domain/figures/collection-figures';
import { figuresEvent, figuresPayload } from './figure-events';
import type { FiguresCause } from './figure-events';
import { withCreditServices } from './credit-services';
import type { Records } from '../ports';
import type { ToldUnit, ToldUnits } from './ports';

export interface CollectionFiguresOptions {
  readonly log: Pick<EventLog, 'append'>;
  readonly told: ToldUnits;
  readonly records: Pick<Records, 'current' | 'ofKind'>;
}

/**
 * Tells, in the transaction of what became known, how bank lines, adjustments and write-offs now count; only what differs from
 * what was said last becomes an event, so a change costs what it changes.
 */
export const createCollectionFigures =
  ({ log, told, records }: CollectionFiguresOptions) =>
  /**
   * @param folded of the whole board, or of contracts that share no line with any other
   * @returns the last position, undefined when nothing differs
   */
  async (session: Session, board: string, folded: Folded, by: FiguresCause): Promise<number | undefined> => {
    const units = collectionFigures(await withCreditServices(folded, { records, session, board }));
    const before = await told.find(session, board, [...units.keys()]);
    const events: NewEvent[] = [];
    const saved: ToldUnit[] = [];
    for (const unit of units.values()) {
      const known = before.get(unit.unit);
      // Of a line that never paid anything there is nothing to take back.
      if (!known && unit.records.length === 0) continue;
      const payload = figuresPayload(unit);
      const sha256 = createHash('sha256').update(payload).digest('hex');
      if (known?.sha256 === sha256) continue;
      const version = (known?.version ?? 0) + 1;
      events.push(figuresEvent({ unit: unit.unit, version, payload }, by));
      saved.push({ unit: unit.unit, version, sha256 });
    }
    if (events.length === 0) return undefined;
    const { lastPosition } = await log.append(session, board, events);
    await told.save(session, board, saved);
    return lastPosition;
  };
