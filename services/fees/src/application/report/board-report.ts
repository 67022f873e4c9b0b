import { period } from '@kcn/kernel';
import type { Period, PlainDate } from '@kcn/kernel';
import { formatFraction } from '@kcn/kernel/fraction';
import type { Invoice } from '../../domain/invoices/invoice';
import { collectionReport } from '../../domain/report/collection-report';
import { collectionReportJson } from '../../domain/report/report-json';
import type { CollectionReportJson } from '../../domain/report/report-json';
import { actsOf } from '../accounting/act';
import type { Act } from '../accounting/act';
import type { NumberedInvoice } from '../ports';
import { readContents } from '../runs/board-facts';
import { planBoardRun } from '../runs/plan-board-run';
import { readKnownFacts } from '../ledger/known-facts';
import { faultJson } from './fault-json';
import type { ReportSources, SourcesAt } from './known-at';

export interface BoardReportJson extends CollectionReportJson {
  readonly through: string;
  /** Contracts and periods that a run through that month leaves out. */
  readonly errors: readonly object[];
}

/** What an invoice was charged; joined by ` + ` where the tariff's currency changed inside its period. */
function chargeJson({ charges, vatPercent }: Invoice): object {
  const joined = (texts: readonly string[]): string => texts.join(' + ');
  return {
    charge: joined(charges.map(({ charge }) => formatFraction(charge))),
    currency: joined(charges.map(({ currency }) => currency)),
    rate: joined(charges.map(({ rate }) => rate)),
    rate_date: joined(charges.flatMap(({ rateDate }) => (rateDate === undefined ? [] : [rateDate]))) || null,
    vat_percent: vatPercent,
  };
}

function withCharges(json: CollectionReportJson, issued: readonly NumberedInvoice[], acts: readonly Act[]): object[] {
  const byCode = new Map(issued.map((item) => [item.invoice.code, item]));
  const adjustments = new Map(actsOf('adjustment', acts).map(({ content }) => [content.code, content]));
  return json.invoices.map((row) => {
    const { code } = row as { code: string };
    const adjustment = adjustments.get(code);
    if (adjustment) {
      const { adjusts, vatPercent, number, symbol, creditor } = adjustment;
      return { ...row, adjusts, vat_percent: vatPercent, issued: true, number, symbol, creditor };
    }
    const found = byCode.get(code);
    if (!found) return row;
    const { series, number } = found;
    const numbered = { number, symbol: series.symbol, creditor: series.creditor };
    return { ...row, ...chargeJson(found.invoice), issued: true, ...numbered };
  });
}

export interface ReportWish {
  readonly asOf: PlainDate;
  readonly through?: Period | undefined;
  /** Leaves out what was recorded later; undefined = what is known now. */
  readonly knownAt?: Date | undefined;
}

/** What is owed, paid and collected on a board as of a day, with what is known now or was at an instant. */
export function createBoardReport(now: ReportSources, sourcesAt: SourcesAt) {
  return async (board: string, { asOf, through = period(asOf.slice(0, 7)), knownAt }: ReportWish): Promise<BoardReportJson> => {
    const { records, invoices, acts } = knownAt === undefined ? now : await sourcesAt(board, knownAt);
    const place = { records, acts, session: undefined, board };
    const issued = await invoices.all(undefined, board);
    const facts = await readKnownFacts(place, issued);
    const json = collectionReportJson(collectionReport(facts, await readContents('fee-plan', place), asOf));
    const { errors } = await planBoardRun({ records, invoices, acts }, { board, through, session: undefined });
    return {
      ...json,
      through,
      invoices: withCharges(json, issued, await acts.inForce(undefined, board)),
      errors: errors.map(faultJson),
      totals: { ...json.totals, errors: errors.length },
    };
  };
}

export type BoardReport = ReturnType<typeof createBoardReport>;
