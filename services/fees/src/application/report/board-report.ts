import { period } from '@kcn/kernel';
import type { Period, PlainDate } from '@kcn/kernel';
import { formatFraction } from '../../domain/charges/fraction';
import type { Invoice } from '../../domain/invoices/invoice';
import { collectionReport } from '../../domain/report/collection-report';
import { collectionReportJson } from '../../domain/report/report-json';
import type { CollectionReportJson } from '../../domain/report/report-json';
import type { Invoices, NumberedInvoice, Records } from '../ports';
import { readContents } from '../runs/board-facts';
import { planBoardRun } from '../runs/plan-board-run';
import { readKnownFacts } from '../ledger/known-facts';
import { faultJson } from './fault-json';

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

function withCharges(json: CollectionReportJson, issued: readonly NumberedInvoice[]): object[] {
  const byCode = new Map(issued.map((item) => [item.invoice.code, item]));
  return json.invoices.map((row) => {
    const found = byCode.get((row as { code: string }).code);
    if (!found) return row;
    const { series, number } = found;
    const numbered = { number, symbol: series.symbol, creditor: series.creditor };
    return { ...row, ...chargeJson(found.invoice), issued: true, ...numbered };
  });
}

/** What is owed, paid and collected on a board as of a day, with what is known now. */
export function createBoardReport({ records, invoices }: { readonly records: Records; readonly invoices: Invoices }) {
  return async (
    board: string,
    { asOf, through = period(asOf.slice(0, 7)) }: { readonly asOf: PlainDate; readonly through?: Period | undefined },
  ): Promise<BoardReportJson> => {
    const place = { records, session: undefined, board };
    const issued = await invoices.all(undefined, board);
    const facts = await readKnownFacts(place, issued);
    const json = collectionReportJson(collectionReport(facts, await readContents('fee-plan', place), asOf));
    const { errors } = await planBoardRun({ records, invoices }, { board, through, session: undefined });
    return {
      ...json,
      through,
      invoices: withCharges(json, issued),
      errors: errors.map(faultJson),
      totals: { ...json.totals, errors: errors.length },
    };
  };
}

export type BoardReport = ReturnType<typeof createBoardReport>;
