import type { Invoices, Records } from '../ports';
import type { ReportSources, SourcesAt } from '../report/known-at';

/** What documents are made of: what is known now, or what was at an instant. */
export interface BoardSources {
  /** Finds single things without reading a whole board. */
  readonly now: ReportSources & {
    readonly records: Pick<Records, 'ofKind' | 'current'>;
    readonly invoices: Pick<Invoices, 'all' | 'find'>;
  };
  readonly sourcesAt: SourcesAt;
}

export const sourcesFor = ({ now, sourcesAt }: BoardSources, board: string, knownAt: Date | undefined): Promise<ReportSources> =>
  knownAt === undefined ? Promise.resolve(now) : sourcesAt(board, knownAt);
