import type { Session } from '@kcn/messaging';
import { foldCollection } from '../../domain/collection/fold';
import { createLineLinker } from '../../domain/collection/line-links';
import { lineKey } from '../../domain/collection/payment-line';
import { postingDay } from '../../domain/ledger/accounting-periods';
import { entriesForDifference, postedMovements } from '../../domain/ledger/difference';
import { movementsOf } from '../../domain/ledger/movements-of';
import type { Acts } from '../accounting/act';
import { factsOfActs, periodsOf } from '../accounting/act-facts';
import type { ActFacts } from '../accounting/act-facts';
import type { Invoices, Ledger, Records } from '../ports';
import { readKnownFacts } from './known-facts';
import { createPartFold } from './post-part';
import { createRelinker } from './relink-lines';
import type { Movements } from './post-part';
import type { LineLinkStore, PartReads, Posted, Touched } from './ports';

export interface PostingOptions {
  readonly records: Pick<Records, 'ofKind'>;
  readonly invoices: Pick<Invoices, 'all'>;
  readonly ledger: Ledger;
  readonly acts: Pick<Acts, 'inForce'>;
  readonly links: LineLinkStore;
  readonly reads: PartReads;
  /** What follows from a posting, in its transaction. */
  readonly onPosted?: (session: Session, board: string, posted: Posted, cause: PostingCause) => Promise<void>;
}

export interface PostingCause {
  /** `import:<id>`, `run:<id>` or `act:<id>` */
  readonly cause: string;
  /** Who did it. */
  readonly actor: string;
  /** The last position of the transaction's events, which also keeps two transactions of a board from posting at once. */
  readonly position: number;
  /** Whether the transaction has no events of its own: the position is then another's, and the board has to be held. */
  readonly isMore?: boolean;
  /** All that became known; without it everything is looked at. */
  readonly touched?: Touched;
}

/** With more new lines than this, everything is folded rather than what each of them touches. */
const MOST_LINES_OF_A_PART = 5_000;

/**
 * Brings the ledger to what is known now, in the transaction of what became known. What it starts from is what it holds, so
 * nothing is posted twice and the order in which things became known does not matter. Where it is told what became known,
 * only what hangs together with that is folded, which comes to the same (see findTouchedPart).
 */
export function createPosting({ records, invoices, ledger, acts, links, reads, onPosted }: PostingOptions) {
  const fold = createPartFold({ links, reads });
  const relink = createRelinker({ links, reads });

  /** Folds everything, and sees to it that every line has its links. */
  async function ofEverything(session: Session, board: string, { lines: receipts }: ActFacts, isReady: boolean): Promise<Movements> {
    const facts = await readKnownFacts({ records, acts, session, board }, await invoices.all(session, board));
    const linkOf = createLineLinker(facts.contracts);
    if (isReady) {
      const known = new Set((await links.byKey(session, board, receipts.map(lineKey))).map(({ line }) => line));
      await links.add(session, board, receipts.filter((line) => !known.has(lineKey(line))).map(linkOf));
    } else await links.replace(session, board, facts.lines.map(linkOf));
    const folded = foldCollection(facts);
    return { before: postedMovements(await ledger.all(session, board)), after: movementsOf(folded), folded };
  }

  /** Nothing pays anything yet, so nothing has to be linked, and new contracts change nothing. */
  const isUnpaid = async (
    session: Session,
    board: string,
    { invoices: made = [], lines = [] }: Touched,
    acts: ActFacts,
  ): Promise<boolean> =>
    lines.length === 0 &&
    acts.lines.length === 0 &&
    (await reads.hasNoLines(session, board)) &&
    ((await links.isReady(session, board)) || !(await reads.hasMoreInvoices(session, board, made.length)));

  async function differenceOf(session: Session, board: string, touched: Touched | undefined, acts: ActFacts): Promise<Movements> {
    const { invoices: newInvoices = [], lines: newLines = [], contracts = [], isPayerChanged = false } = touched ?? {};
    const isReady = (await links.isReady(session, board)) && !isPayerChanged;
    if (!isReady && touched && (await isUnpaid(session, board, touched, acts))) {
      await links.replace(session, board, []);
      return fold.ofInvoices(session, board, newInvoices, acts);
    }
    if (!isReady || !touched) return ofEverything(session, board, acts, isReady);
    const relinked = await relink(session, board, { contracts, receipts: acts.lines, among: touched.among });
    if (newLines.length === 0 && relinked.length === 0) return fold.ofInvoices(session, board, newInvoices, acts);
    const linkOf = newLines.length === 0 ? undefined : (touched.linkOf ?? createLineLinker(await reads.allContracts(session, board)));
    const linked = linkOf ? newLines.map(linkOf) : [];
    await links.add(session, board, linked);
    const lines = [...linked, ...relinked];
    if (newInvoices.length > 0 || lines.length > MOST_LINES_OF_A_PART) return ofEverything(session, board, acts, true);
    return fold.ofLines(session, board, lines, acts);
  }

  return async (session: Session, board: string, given: PostingCause): Promise<Posted> => {
    const { cause, position, isMore = false, touched } = given;
    const inForce = await acts.inForce(session, board);
    const periods = periodsOf(inForce);
    const { before, after, folded } = await differenceOf(session, board, touched, factsOfActs(inForce));
    const entries = entriesForDifference({
      before,
      after,
      cause,
      postingDay: (effectiveOn) => postingDay(periods, effectiveOn),
    });
    await ledger.add(session, board, { position, isMore, entries });
    const posted = { entries, folded };
    await onPosted?.(session, board, posted, given);
    return posted;
  };
}

export type PostDifference = ReturnType<typeof createPosting>;
