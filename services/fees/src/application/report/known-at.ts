import type { Records, Invoices } from '../ports';
import type { Acts } from '../accounting/act';

/** All that a report is made of. */
export interface ReportSources {
  readonly records: Pick<Records, 'ofKind'>;
  readonly invoices: Pick<Invoices, 'all'>;
  readonly acts: Pick<Acts, 'inForce'>;
}

/**
 * The sources as they were at an instant: nothing that was recorded later is in them.
 * @throws DomainError invalid `instant_in_future`
 */
export type SourcesAt = (board: string, knownAt: Date) => Promise<ReportSources>;
