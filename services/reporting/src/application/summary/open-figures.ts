import type { PlainDate } from '@kcn/kernel';
import type { Cell, FigureReader } from '../../domain/figures/figure-reader';
import { FED_LOGS, logOfMeasure } from '../../domain/source-log';
import type { FedLog, SourceLog } from '../../domain/source-log';
import type { FigureView, FigureViews } from '../ports';
import type { Vector } from './resolve-vector';

/** Views of what is projected of each log. */
export type ViewsByLog = Readonly<Record<SourceLog, FigureViews>>;

export interface OpenFigures extends FigureView {
  /** The first day of each service beside the registry that has told anything by then. */
  fedFrom(): Promise<ReadonlyMap<FedLog, PlainDate>>;
}

/** The logs that count in a vector, the registry's always. */
export const logsOf = ({ positions }: Pick<Vector, 'positions'>): SourceLog[] => [
  'registry',
  ...FED_LOGS.filter((log) => positions[log] !== undefined),
];

/** Figures as known at a vector: each measure is read from the log that it comes from, as of that log's position. */
export function openFigures(views: ViewsByLog, vector: Pick<Vector, 'place' | 'positions'>): OpenFigures {
  const { place, positions } = vector;
  const open = new Map(logsOf(vector).map((log) => [log, views[log].open(place, BigInt(positions[log] ?? 0))] as const));

  async function byLog(
    measures: readonly string[],
    read: (reader: FigureReader, own: readonly string[]) => Promise<Cell[]>,
  ): Promise<Cell[]> {
    const cells = await Promise.all(
      [...open].map(async ([log, { reader }]) => {
        const own = measures.filter((measure) => logOfMeasure(measure) === log);
        return own.length === 0 ? [] : read(reader, own);
      }),
    );
    return cells.flat();
  }

  return {
    reader: {
      stock: (measures, cutOff) => byLog(measures, (reader, own) => reader.stock(own, cutOff)),
      flow: (measures, window) => byLog(measures, (reader, own) => reader.flow(own, window)),
      distinct: (measures, window) => byLog(measures, (reader, own) => reader.distinct(own, window)),
      // Asked for the registry's records only: what others tell says nothing of how far those go back.
      firstDay: async () => open.get('registry')?.reader.firstDay(),
    },
    async fedFrom() {
      const days = new Map<FedLog, PlainDate>();
      for (const log of FED_LOGS) {
        const first = await open.get(log)?.reader.firstDay();
        if (first !== undefined) days.set(log, first);
      }
      return days;
    },
    async close() {
      for (const view of open.values()) await view.close();
    },
  };
}
