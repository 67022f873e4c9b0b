import { createWorkingCalendar } from '@kcn/vietnam';
import type { Period } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import { createExemptionBook } from '../../domain/contracts/exemption';
import type { Contract } from '../../domain/contracts/contract';
import type { Invoice } from '../../domain/invoices/invoice';
import type { FeeContents, FeeKind } from '../../domain/layouts/fee-layout';
import { createRateBook } from '../../domain/rates/rate-book';
import { createReadingBook } from '../../domain/readings/reading-book';
import type { RunContext } from '../../domain/runs/run-context';
import { createTariffBook } from '../../domain/tariffs/tariff-book';
import type { NumberSeries, Records } from '../ports';
import { contentsOf } from '../records/record-cells';
import type { Acts } from '../accounting/act';
import { billingFromOf, contractEndsOf, exemptionsOf } from '../accounting/act-facts';

interface Place {
  readonly records: Pick<Records, 'ofKind'>;
  readonly session: Session | undefined;
  readonly board: string;
}

/** A board's records of one kind. */
export const readContents = async <K extends FeeKind>(kind: K, { records, session, board }: Place): Promise<FeeContents[K][]> =>
  contentsOf(kind, await records.ofKind(session, board, kind));

/** All that a run of the board reads beside the contracts, as it is known now. */
export async function readChargingFacts(place: Place & { readonly acts: Pick<Acts, 'inForce'> }, through: Period): Promise<RunContext> {
  const acts = await place.acts.inForce(place.session, place.board);
  return {
    tariffs: createTariffBook(await readContents('fee-tariffs', place)),
    readings: createReadingBook(await readContents('meter-readings', place)),
    rates: createRateBook(await readContents('exchange-rates', place)),
    exemptions: createExemptionBook(exemptionsOf(acts)),
    calendar: createWorkingCalendar(await readContents('holidays', place)),
    through,
    billingFrom: billingFromOf(acts),
    contractEnds: contractEndsOf(acts),
  };
}

/** All that a run of the board reads, as it is known now. */
export const readRunContext = async (
  place: Place & { readonly acts: Pick<Acts, 'inForce'> },
  through: Period,
): Promise<RunContext & { readonly contracts: readonly Contract[] }> => ({
  ...(await readChargingFacts(place, through)),
  contracts: await readContents('fee-contracts', place),
});

/** In which series each invoice is numbered: its creditor's symbol and the year of its date; one series without creditors. */
export async function readSeriesOf(place: Place): Promise<(invoice: Invoice) => NumberSeries> {
  const symbols = new Map((await readContents('creditors', place)).map(({ creditor, invoiceSymbol }) => [creditor, invoiceSymbol]));
  const creditors = new Map(
    (await readContents('creditor-parks', place)).map(({ creditor, parkCode, service }) => [JSON.stringify([parkCode, service]), creditor]),
  );
  return ({ parkCode, service, invoiceDate }) => {
    const creditor = creditors.get(JSON.stringify([parkCode, service])) ?? '';
    return { creditor, symbol: symbols.get(creditor) ?? '', year: Number(invoiceDate.slice(0, 4)) };
  };
}
