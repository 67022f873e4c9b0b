import { checkDocument } from '@kcn/documents';
import type { AdministrativeDocument } from '@kcn/documents';
import { DomainError, precondition } from '@kcn/kernel';
import type { NumberSeries, Runs } from '../ports';
import { runNotFound } from '../runs/run-faults';
import type { BoardSources } from './board-sources';
import { noticeOf, readNoticeFacts, readTerms } from './notices';
import type { NumberedNotice, Terms } from './notices';
import type { PrintingWish, RefusedNotice } from './printings';

/** So many invoices of the list are held at once. */
const CHUNK = 200;
const MOST_REFUSALS = 1_000;

/** The notices of a run, one at a time, and what became of those that cannot be. */
export interface RunNotices {
  readonly title: string;
  /** Of the run's day: the last month it bills. */
  readonly day: string;
  /** In the order of numbers. @throws DomainError precondition `no_notice`: not one could be made */
  readonly documents: AsyncIterable<AdministrativeDocument>;
  /** Grows while the documents are read; the first thousand. */
  readonly refused: readonly RefusedNotice[];
  refusedCount(): number;
}

export interface RunNoticesOptions {
  readonly sources: BoardSources['now'];
  readonly runs: Pick<Runs, 'find' | 'nextOfList'>;
  /** Told how many of how many invoices have been taken. */
  readonly onTaken: (taken: number, all: number) => Promise<void>;
}

const noNotice = ({ vi, en }: RefusedNotice): Error =>
  precondition('no_notice', { vi: `Không lập được thông báo nào: ${vi}`, en: `No notice could be made: ${en}` });

/**
 * Takes a run's list piece by piece: in memory are one piece and the board's creditors; with a day also all of
 * the board's invoices and payments, for what was open then comes of matching them all. An invoice without a notice is named and does not keep the others back.
 * @throws DomainError not_found `run_not_found`
 */
export async function runNotices(
  { sources, runs, onTaken }: RunNoticesOptions,
  { board, run: id, asOf }: PrintingWish & { readonly board: string },
): Promise<RunNotices> {
  const found = await runs.find(undefined, board, id);
  if (!found) throw runNotFound(id);
  // Named anew, because it is known to be there in the generator too.
  const run = found;
  const facts = await readNoticeFacts(sources, { board, asOf });
  const keyOf = ({ creditor, symbol, year }: NumberSeries): string => JSON.stringify([creditor, symbol, year]);
  const nextNumber = new Map(run.blocks.map((block) => [keyOf(block), block.first]));
  const refused: RefusedNotice[] = [];
  let refusals = 0;

  /** The notice if it can be made and printed. */
  function findNotice(notice: NumberedNotice, terms: Terms): AdministrativeDocument | undefined {
    try {
      const document = noticeOf(notice, terms, facts);
      checkDocument(document);
      return document;
    } catch (error) {
      if (!(error instanceof DomainError) || error.category === 'bug') throw error;
      const { code, vi, en } = error;
      refusals += 1;
      if (refused.length < MOST_REFUSALS) refused.push({ invoice: notice.invoice.code, code, vi, en });
      return undefined;
    }
  }

  async function* documents(): AsyncGenerator<AdministrativeDocument> {
    let after = '';
    let taken = 0;
    for (;;) {
      const piece = await runs.nextOfList(run, { after, count: CHUNK });
      const terms = await readTerms(
        sources.records,
        board,
        piece.map(({ invoice }) => invoice.contractNo),
      );
      for (const { invoice, series } of piece) {
        const number = nextNumber.get(keyOf(series)) ?? 0;
        nextNumber.set(keyOf(series), number + 1);
        const document = findNotice({ invoice, creditor: series.creditor, symbol: series.symbol, number }, terms);
        if (document) yield document;
      }
      taken += piece.length;
      after = piece.at(-1)?.order ?? after;
      await onTaken(taken, run.invoices);
      if (piece.length < CHUNK) break;
    }
    const [first] = refused;
    if (first && refusals === taken) throw noNotice(first);
  }

  return {
    title: `Thông báo nộp tiền, đợt ${id}`,
    day: `${run.through}-01`,
    documents: documents(),
    refused,
    refusedCount: () => refusals,
  };
}
