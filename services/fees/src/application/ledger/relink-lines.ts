import type { Session } from '@kcn/messaging';
import { createLineLinker } from '../../domain/collection/line-links';
import type { LineLinks } from '../../domain/collection/line-links';
import type { PaymentLine } from '../../domain/collection/payment-line';
import type { LineLinkStore, NamedContract, PartReads } from './ports';

const LINES_AT_ONCE = 5_000;

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];

/** Lines that turn out to have to do with contracts which have come later than they. */
export function createRelinker({
  links,
  reads,
}: {
  readonly links: Pick<LineLinkStore, 'byKey' | 'change'>;
  readonly reads: Pick<PartReads, 'bankLinesAfter'>;
}) {
  async function ofLines(
    session: Session,
    board: string,
    { lines, linkOf }: { readonly lines: readonly PaymentLine[]; readonly linkOf: (line: PaymentLine) => LineLinks },
  ): Promise<LineLinks[]> {
    const found = lines.map(linkOf).filter(({ contracts, payers }) => contracts.length > 0 || payers.length > 0);
    const known = new Map(
      (
        await links.byKey(
          session,
          board,
          found.map(({ line }) => line),
        )
      ).map((kept) => [kept.line, kept]),
    );
    const changed = found.flatMap((fresh) => {
      const kept = known.get(fresh.line) ?? { ...fresh, contracts: [], payers: [] };
      const [contracts, payers] = [union(kept.contracts, fresh.contracts), union(kept.payers, fresh.payers)];
      const isSame = contracts.length === kept.contracts.length && payers.length === kept.payers.length;
      return isSame ? [] : [{ ...kept, contracts, payers }];
    });
    await links.change(session, board, changed);
    return changed;
  }

  /**
   * Finds the lines that name one of the contracts or its payer and did not before, and keeps that with their links, which may
   * only ever say too much.
   * @param among bank lines to look through beside the receipts; undefined = all of the board
   */
  return async (
    session: Session,
    board: string,
    {
      contracts,
      receipts,
      among,
    }: {
      readonly contracts: readonly NamedContract[];
      readonly receipts: readonly PaymentLine[];
      readonly among: readonly PaymentLine[] | undefined;
    },
  ): Promise<LineLinks[]> => {
    if (contracts.length === 0) return [];
    const linkOf = createLineLinker(contracts);
    const changed = await ofLines(session, board, { lines: [...receipts, ...(among ?? [])], linkOf });
    if (among) return changed;
    for (let after = ''; ; ) {
      const { lines, upTo } = await reads.bankLinesAfter(session, board, { after, count: LINES_AT_ONCE });
      if (upTo === undefined) return changed;
      changed.push(...(await ofLines(session, board, { lines, linkOf })));
      after = upTo;
    }
  };
}
