import type { Session } from '@kcn/messaging';
import { foldCollection } from '../../domain/collection/fold';
import type { Folded } from '../../domain/collection/fold';
import type { LineLinks } from '../../domain/collection/line-links';
import { lineKey } from '../../domain/collection/payment-line';
import { actsWithin, contractsOfActs, findTouchedPart } from '../../domain/collection/touched-part';
import type { Couplings } from '../../domain/collection/touched-part';
import type { Invoice } from '../../domain/invoices/invoice';
import { postedMovements } from '../../domain/ledger/difference';
import type { Movement } from '../../domain/ledger/movement';
import { movementsOf } from '../../domain/ledger/movements-of';
import { createTariffBook } from '../../domain/tariffs/tariff-book';
import type { ActFacts } from '../accounting/act-facts';
import { toContractFacts, toIssued } from './known-facts';
import type { LineLinkStore, PartReads } from './ports';

export interface PartFoldOptions {
  readonly links: LineLinkStore;
  readonly reads: PartReads;
}

/** What the ledger holds, and what it should hold. */
export interface Movements {
  readonly before: ReadonlyMap<string, Movement>;
  readonly after: ReadonlyMap<string, Movement>;
  /** What `after` follows from, but for invoices that only bill. */
  readonly folded: Folded;
}

/** Matching asks a contract for nothing that its tariffs say. */
const NO_TARIFFS = createTariffBook([]);
const NOTHING_BEFORE: ReadonlyMap<string, Movement> = new Map();

/** Folds only what hangs together with what became known; everything else keeps what it has. */
export function createPartFold({ links, reads }: PartFoldOptions) {
  const couplingsOf = (session: Session, board: string): Couplings => ({
    naming: (names) => links.naming(session, board, names),
    undoing: (lines) => links.undoing(session, board, lines),
    byKey: (lines) => links.byKey(session, board, lines),
    payersOf: async (contracts) => (await reads.contracts(session, board, contracts)).map(({ enterpriseTaxCode }) => enterpriseTaxCode),
    contractsOf: (payers) => reads.contractsOfPayers(session, board, payers),
  });

  /** Contracts of new invoices that some line, credit or act could have to do with; an invoice of another only bills. */
  async function findCoupled(session: Session, board: string, invoices: readonly Invoice[], acts: ActFacts): Promise<Set<string>> {
    const contractNos = [...new Set(invoices.map(({ contractNo }) => contractNo))];
    const ofActs = contractsOfActs(acts);
    for (const { contractNo } of acts.invoices) ofActs.add(contractNo);
    const coupled = new Set(contractNos.filter((contractNo) => ofActs.has(contractNo)));
    if (!(await links.hasAny(session, board))) return coupled;
    const payerOf = new Map(
      (await reads.contracts(session, board, contractNos)).map(({ contractNo, enterpriseTaxCode }) => [contractNo, enterpriseTaxCode]),
    );
    const naming = await links.naming(session, board, { contracts: contractNos, payers: [...new Set(payerOf.values())] });
    const named = new Set(naming.flatMap(({ contracts }) => contracts));
    const namedPayers = new Set(naming.flatMap(({ payers }) => payers));
    for (const contractNo of contractNos)
      if (named.has(contractNo) || namedPayers.has(payerOf.get(contractNo) ?? '')) coupled.add(contractNo);
    return coupled;
  }

  async function foldPart(
    session: Session,
    board: string,
    touched: { readonly contracts: Iterable<string>; readonly lines: readonly LineLinks[] },
    acts: ActFacts,
  ): Promise<Movements> {
    const part = await findTouchedPart(couplingsOf(session, board), touched, acts);
    const names = { contracts: [...part.contracts], lines: [...part.lines.keys()] };
    const [contracts, issued, bankLines, entries] = [
      await reads.contracts(session, board, names.contracts),
      await reads.invoicesOf(session, board, names.contracts),
      await reads.bankLines(session, board, [...part.lines.values()]),
      await reads.entriesOf(session, board, names),
    ];
    const folded = foldCollection({
      contracts: contracts.map((contract) => toContractFacts(contract, NO_TARIFFS)),
      invoices: [...issued.map(toIssued), ...acts.invoices.filter(({ contractNo }) => part.contracts.has(contractNo))],
      lines: [...bankLines, ...acts.lines.filter((line) => part.lines.has(lineKey(line)))],
      ...actsWithin(part, acts),
    });
    return { before: postedMovements(entries), after: movementsOf(folded), folded };
  }

  return {
    /** New invoices that are in force already. */
    async ofInvoices(session: Session, board: string, invoices: readonly Invoice[], acts: ActFacts): Promise<Movements> {
      const coupled = await findCoupled(session, board, invoices, acts);
      const plain = invoices.filter(({ contractNo }) => !coupled.has(contractNo));
      const onlyBilled = foldCollection({ contracts: [], invoices: plain.map(toIssued), lines: [] });
      const billed = movementsOf(onlyBilled);
      if (coupled.size === 0) return { before: NOTHING_BEFORE, after: billed, folded: onlyBilled };
      const { before, after, folded } = await foldPart(session, board, { contracts: coupled, lines: [] }, acts);
      return { before, after: new Map([...billed, ...after]), folded };
    },
    /** New lines whose links are kept already. */
    ofLines: (session: Session, board: string, lines: readonly LineLinks[], acts: ActFacts): Promise<Movements> =>
      foldPart(session, board, { contracts: [], lines }, acts),
  };
}
