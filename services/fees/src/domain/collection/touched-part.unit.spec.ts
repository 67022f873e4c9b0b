import fc from 'fast-check';
import { contractFacts, invoiceOf, lineOf, worlds } from '../../spec-support/collection-world';
import { movementsOf } from '../ledger/movements-of';
import type { Movement } from '../ledger/movement';
import { foldCollection } from './fold';
import type { KnownFacts } from './fold';
import { createLineLinker, mayUndo } from './line-links';
import { lineKey } from './payment-line';
import { actsWithin, findTouchedPart } from './touched-part';
import type { Couplings, TouchedPart } from './touched-part';

const couplingsOf = ({ contracts, lines }: KnownFacts): Couplings => {
  const links = lines.map(createLineLinker(contracts));
  return {
    naming: (names) =>
      Promise.resolve(
        links.filter(
          (line) =>
            line.contracts.some((contractNo) => names.contracts.includes(contractNo)) ||
            line.payers.some((payer) => names.payers.includes(payer)),
        ),
      ),
    undoing: (some) => Promise.resolve(links.filter((line) => some.some((one) => mayUndo(one, line) || mayUndo(line, one)))),
    byKey: (keys) => Promise.resolve(links.filter(({ line }) => keys.includes(line))),
    payersOf: (contractNos) =>
      Promise.resolve(contracts.filter(({ contractNo }) => contractNos.includes(contractNo)).map((one) => one.enterpriseTaxCode)),
    contractsOf: (payers) =>
      Promise.resolve(contracts.filter((one) => payers.includes(one.enterpriseTaxCode)).map(({ contractNo }) => contractNo)),
  };
};

const actsOf = ({ decisions = [], notes = [], writeOffs = [], refunds = [] }: KnownFacts) => ({ decisions, notes, writeOffs, refunds });

const within = (facts: KnownFacts, part: TouchedPart): KnownFacts => ({
  contracts: facts.contracts.filter(({ contractNo }) => part.contracts.has(contractNo)),
  invoices: facts.invoices.filter(({ contractNo }) => part.contracts.has(contractNo)),
  lines: facts.lines.filter((line) => part.lines.has(lineKey(line))),
  ...actsWithin(part, actsOf(facts)),
});

const isOf = (part: TouchedPart, { contractNo, source }: Movement): boolean =>
  contractNo === '' ? part.lines.has(source) : part.contracts.has(contractNo);

const movements = (facts: KnownFacts): Map<string, Movement> => movementsOf(foldCollection(facts));

/** What the ledger holds after the part's difference was posted on top of what was known before. */
async function postedByPart(before: KnownFacts, after: KnownFacts, part: TouchedPart): Promise<Map<string, Movement>> {
  const kept = [...movements(before)].filter(([, movement]) => !isOf(part, movement));
  return Promise.resolve(new Map([...kept, ...movements(within(after, part))]));
}

const sorted = (of: Map<string, Movement>): unknown => [...of].toSorted(([a], [b]) => (a < b ? -1 : 1));

test('new invoices: folding what hangs together with them posts what folding everything posts', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, fc.infiniteStream(fc.boolean()), async (facts, coins) => {
      const isNew = new Map(facts.invoices.map(({ code, total }) => [code, total > 0n && coins.next().value === true]));
      const before = { ...facts, invoices: facts.invoices.filter(({ code }) => isNew.get(code) !== true) };
      const touched = facts.invoices.filter(({ code }) => isNew.get(code) === true).map(({ contractNo }) => contractNo);
      const part = await findTouchedPart(couplingsOf(facts), { contracts: touched, lines: [] }, actsOf(facts));
      expect(sorted(await postedByPart(before, facts, part))).toEqual(sorted(movements(facts)));
    }),
    { numRuns: 400 },
  );
});

test('new lines, earlier ones that undo or are undone among them: the same', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, fc.infiniteStream(fc.boolean()), async (facts, coins) => {
      const isNew = new Map(facts.lines.map((line) => [lineKey(line), coins.next().value === true]));
      const before = { ...facts, lines: facts.lines.filter((line) => isNew.get(lineKey(line)) !== true) };
      const added = facts.lines.filter((line) => isNew.get(lineKey(line)) === true).map(createLineLinker(facts.contracts));
      const part = await findTouchedPart(couplingsOf(facts), { contracts: [], lines: added }, actsOf(facts));
      expect(sorted(await postedByPart(before, facts, part))).toEqual(sorted(movements(facts)));
    }),
    { numRuns: 400 },
  );
});

describe('what hangs together', () => {
  const contracts = [
    contractFacts('A-1', { enterpriseTaxCode: '9900000001' }),
    contractFacts('A-12', { enterpriseTaxCode: '9900000002' }),
    contractFacts('B-1', { enterpriseTaxCode: '9900000003' }),
    contractFacts('B-2', { enterpriseTaxCode: '9900000003' }),
    contractFacts('C-1', { enterpriseTaxCode: '9900000004' }),
  ];
  const partOf = async (lines: KnownFacts['lines'], touched: readonly string[]): Promise<[string[], string[]]> => {
    const facts = { contracts, invoices: [invoiceOf('A-1', '01', 100n)], lines };
    const part = await findTouchedPart(couplingsOf(facts), { contracts: touched, lines: [] }, actsOf(facts));
    return [[...part.contracts].toSorted(), [...part.lines.keys()].toSorted()];
  };

  test('nothing but itself where no line names it', async () => {
    expect(await partOf([lineOf('FT1', '02-01', 5n, 'C-1'), lineOf('FT2', '02-01', 5n, 'MST 9900000003')], ['A-1'])).toEqual([['A-1'], []]);
  });

  test('a number that begins another, a line that names two, and from there on', async () => {
    const lines = [lineOf('FT1', '02-01', 5n, 'tra A-12'), lineOf('FT2', '02-01', 5n, 'A-12 va B-1')];
    expect(await partOf(lines, ['A-1'])).toEqual([
      ['A-1', 'A-12', 'B-1'],
      ['1001/FT1', '1001/FT2'],
    ]);
  });

  test('all contracts of a payer that a line names without a contract', async () => {
    expect(await partOf([lineOf('FT1', '02-01', 5n, 'MST 9900000003')], ['B-2'])).toEqual([['B-1', 'B-2'], ['1001/FT1']]);
  });

  test('a line and the one that undoes it', async () => {
    const lines = [lineOf('FT1', '02-01', 5n, 'C-1'), lineOf('RV1', '02-02', -5n, 'HOAN FT1'), lineOf('RV2', '02-02', -6n, 'HOAN FT1')];
    expect(await partOf(lines, ['C-1'])).toEqual([['C-1'], ['1001/FT1', '1001/RV1']]);
  });
});
