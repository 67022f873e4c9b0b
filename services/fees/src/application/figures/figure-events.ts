import { figureFactsRecorded } from '@kcn/contracts';
import type { NewEvent } from '@kcn/messaging';
import type { UnitFigures } from '../../domain/figures/figure-records';
import { issuedFigures } from '../../domain/figures/invoice-figures';
import { planFigures } from '../../domain/figures/plan-figures';
import type { FrozenInvoice } from '../ports';
import type { RecordDraft } from '../records/judge-import';
import { createCellReader } from '../records/record-cells';

/** Who did what the figures follow from, and by which command. */
export interface FiguresCause {
  readonly actor: string;
  readonly cause: string;
}

export const figuresPayload = (unit: UnitFigures): Uint8Array => figureFactsRecorded.codec.encode(unit).finish();

/** The event that tells a unit's figures; its version is the unit's own. */
export const figuresEvent = (
  { unit, version, payload }: { readonly unit: string; readonly version: number; readonly payload: Uint8Array },
  { actor, cause }: FiguresCause,
): NewEvent => ({ aggregate: unit, aggregateVersion: version, type: figureFactsRecorded.type, payload, actor, cause });

/** What a run's invoices say as they come into force, for the append that issues them. */
export const issuedFigureEvents = (
  { run, first }: { readonly run: string /** Place of the first of them in the run. */; readonly first: number },
  issued: readonly Pick<FrozenInvoice, 'invoice'>[],
  by: FiguresCause,
): NewEvent[] =>
  issuedFigures(
    run,
    first,
    issued.map(({ invoice }) => invoice),
  ).map((unit) => figuresEvent({ unit: unit.unit, version: 1, payload: figuresPayload(unit) }, by));

/** What new versions of the fee plan's lines say, for the append that records them; other kinds say nothing. */
export function planFigureEvents(drafts: readonly RecordDraft[], by: FiguresCause): NewEvent[] {
  const read = createCellReader('fee-plan');
  return drafts
    .filter(({ kind }) => kind === 'fee-plan')
    .map(({ key, cells, before }) => {
      const unit = planFigures(key, read(cells));
      return figuresEvent({ unit: unit.unit, version: (before?.version ?? 0) + 1, payload: figuresPayload(unit) }, by);
    });
}
