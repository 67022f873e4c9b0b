import type { InterestNote, LineDecision, Refund, WriteOff } from './facts';
import type { LineLinks } from './line-links';
import { lineKey } from './payment-line';

/** Finds what hangs together, among everything known of a board. */
export interface Couplings {
  /** Lines that name one of the contracts, or one of the payers. */
  naming(names: { readonly contracts: readonly string[]; readonly payers: readonly string[] }): Promise<readonly LineLinks[]>;
  /** Lines that may undo one of these, or be undone by one. */
  undoing(lines: readonly LineLinks[]): Promise<readonly LineLinks[]>;
  byKey(lines: readonly string[]): Promise<readonly LineLinks[]>;
  payersOf(contracts: readonly string[]): Promise<readonly string[]>;
  contractsOf(payers: readonly string[]): Promise<readonly string[]>;
}

/** What people did; there is little of it, so it is looked through as a whole. */
export interface TouchingActs {
  readonly decisions: readonly LineDecision[];
  readonly notes: readonly InterestNote[];
  readonly writeOffs: readonly WriteOff[];
  readonly refunds?: readonly Refund[];
}

/** Contracts and lines that are matched as if nothing else existed. */
export interface TouchedPart {
  readonly contracts: ReadonlySet<string>;
  /** By lineKey. */
  readonly lines: ReadonlyMap<string, LineLinks>;
}

interface Tie {
  readonly contracts: readonly string[];
  readonly lines: readonly string[];
}

/** A code may belong to any contract whose number it begins with, up to a hyphen. */
function possibleContracts(code: string): string[] {
  const names: string[] = [];
  for (let end = code.length; end > 0; end = code.lastIndexOf('-', end - 1)) names.push(code.slice(0, end));
  return names;
}

/** Contracts that people's acts could have to do with. */
export const contractsOfActs = (acts: TouchingActs): Set<string> =>
  new Set([...tiesOf(acts).flatMap((tie) => tie.contracts), ...acts.notes.map(({ contractNo }) => contractNo)]);

function tiesOf({ decisions, writeOffs, refunds = [] }: TouchingActs): Tie[] {
  const ties = decisions.map((decision): Tie => {
    const line = lineKey(decision);
    if (decision.kind === 'REVERSE')
      return { contracts: [], lines: [line, lineKey({ account: decision.account, bankRef: decision.undoes })] };
    if (decision.kind !== 'ALLOCATE') return { contracts: [], lines: [line] };
    const named = decision.allocations.flatMap(({ invoice }) => possibleContracts(invoice));
    return { contracts: [...named, ...decision.credits.map(({ contractNo }) => contractNo)], lines: [line] };
  });
  return [
    ...ties,
    ...writeOffs.map(({ invoice }): Tie => ({ contracts: possibleContracts(invoice), lines: [] })),
    ...refunds.map(({ contractNo }): Tie => ({ contracts: [contractNo], lines: [] })),
  ];
}

/**
 * Everything that hangs together with some contracts and lines: by a line that names a contract or its payer, by lines that
 * undo each other, by what people decided. The fold of this part alone is what the fold of everything makes of it.
 */
export async function findTouchedPart(
  couplings: Couplings,
  { contracts: firstContracts, lines: firstLines }: { readonly contracts: Iterable<string>; readonly lines: readonly LineLinks[] },
  acts: TouchingActs,
): Promise<TouchedPart> {
  const contracts = new Set<string>();
  const payers = new Set<string>();
  const lines = new Map<string, LineLinks>();
  let ties = tiesOf(acts);
  let newContracts = [...new Set(firstContracts)];
  let newLines = [...firstLines];

  const fresh = <T>(known: Set<T>, names: Iterable<T>): T[] => {
    const added: T[] = [];
    for (const name of names) {
      if (known.has(name)) continue;
      known.add(name);
      added.push(name);
    }
    return added;
  };
  const freshLines = (found: readonly LineLinks[]): LineLinks[] =>
    found.filter((links) => {
      if (lines.has(links.line)) return false;
      lines.set(links.line, links);
      return true;
    });

  for (;;) {
    const contractsNow = fresh(contracts, newContracts);
    const linesNow = freshLines(newLines);
    if (contractsNow.length === 0 && linesNow.length === 0) return { contracts, lines };
    const namedPayers = fresh(
      payers,
      linesNow.flatMap((line) => line.payers),
    );
    const ownPayers = (await couplings.payersOf(contractsNow)).filter((payer) => payer !== '' && !payers.has(payer));
    // A payer couples its contracts only where a line names it.
    const naming = await couplings.naming({ contracts: contractsNow, payers: [...new Set([...namedPayers, ...ownPayers])] });
    const met = ties.filter((tie) => tie.contracts.some((one) => contracts.has(one)) || tie.lines.some((one) => lines.has(one)));
    ties = ties.filter((tie) => !met.includes(tie));
    newLines = [
      ...naming,
      ...(await couplings.undoing(linesNow)),
      ...(await couplings.byKey(met.flatMap((tie) => tie.lines).filter((line) => !lines.has(line)))),
    ];
    newContracts = [
      ...linesNow.flatMap((line) => line.contracts),
      ...(await couplings.contractsOf(namedPayers)),
      ...met.flatMap((tie) => tie.contracts),
    ];
  }
}

/** What people did that concerns the part. */
export const actsWithin = (
  { contracts, lines }: TouchedPart,
  { decisions, notes, writeOffs, refunds = [] }: TouchingActs,
): Required<TouchingActs> => ({
  decisions: decisions.filter((decision) => lines.has(lineKey(decision))),
  notes: notes.filter(({ contractNo }) => contracts.has(contractNo)),
  writeOffs: writeOffs.filter(({ invoice }) => possibleContracts(invoice).some((contractNo) => contracts.has(contractNo))),
  refunds: refunds.filter(({ contractNo }) => contracts.has(contractNo)),
});
