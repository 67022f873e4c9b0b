/** How the facts of a measure are read for a window. */
export type Reading =
  /** Facts dated inside the window. */
  | 'flow'
  /** Facts of the quarters that lie wholly inside the window. */
  | 'quarterly'
  /** Units with a positive sum of the (turn) measure inside the window. */
  | 'distinct'
  /** Facts up to the window's last day. */
  | 'stock'
  /** Facts of the whole calendar year in which the window ends. */
  | 'year'
  /** The stock at the end of each quarter that lies wholly inside the window, summed. */
  | 'quarter-ends';

export interface Term {
  readonly measure: string;
  readonly reading: Reading;
  readonly sign: 1 | -1;
  /** Only the parks that operate at the cut-off. */
  readonly operatingParksOnly?: true;
}

export type Formula =
  | { readonly kind: 'sum'; readonly terms: readonly Term[] }
  | { readonly kind: 'ratio'; readonly numerator: Term; readonly denominator: Term };

const term = (measure: string, reading: Reading): Term => ({ measure, reading, sign: 1 });
const minus = (t: Term): Term => ({ ...t, sign: -1 });
const sum = (...terms: Term[]): Formula => ({ kind: 'sum', terms });
const flow = (measure: string): Term => term(measure, 'flow');
const quarterly = (measure: string): Term => term(measure, 'quarterly');
const distinct = (turns: string): Term => term(turns, 'distinct');
const stock = (measure: string): Term => term(measure, 'stock');
const ofYear = (measure: string): Term => term(measure, 'year');
const ratio = (numerator: Term, denominator: Term): Formula => ({ kind: 'ratio', numerator, denominator });

/** Counts the parks of which LAND.OCC's numerator is taken; see `operatingParksOnly`. */
export const OPERATING_PARKS = 'INF.PARK.N';

/** What each computed indicator is made of. Measures are the codes that the mapping table writes or that other services tell. */
const FORMULAS: Readonly<Record<string, Formula>> = {
  'INV.NEW.N': sum(flow('INV.NEW.N')),
  'INV.NEW.CAP': sum(flow('INV.NEW.CAP')),
  'INV.INC.N': sum(distinct('INV.INC.T')),
  'INV.INC.T': sum(flow('INV.INC.T')),
  'INV.INC.CAP': sum(flow('INV.INC.CAP')),
  'INV.DEC.N': sum(distinct('INV.DEC.T')),
  'INV.DEC.T': sum(flow('INV.DEC.T')),
  'INV.DEC.CAP': sum(flow('INV.DEC.CAP')),
  'INV.ADJ.T': sum(flow('INV.ADJ.T')),
  'INV.ATTRACT.N': sum(flow('INV.NEW.N'), distinct('INV.INC.T')),
  'INV.ATTRACT.CAP': sum(flow('INV.NEW.CAP'), flow('INV.INC.CAP')),
  'INV.TERM.N': sum(flow('INV.TERM.N')),
  'INV.TERM.CAP': sum(flow('INV.TERM.CAP')),
  'INV.LOST.CAP': sum(flow('INV.DEC.CAP'), flow('INV.TERM.CAP')),
  'INV.NET.CAP': sum(flow('INV.NEW.CAP'), flow('INV.INC.CAP'), minus(flow('INV.DEC.CAP')), minus(flow('INV.TERM.CAP'))),
  'INV.STOCK.N': sum(stock('INV.STOCK.N')),
  'INV.STOCK.CAP': sum(stock('INV.STOCK.CAP')),
  'INV.OPER.N': sum(stock('INV.OPER.N')),
  'INV.OPER.NEW.N': sum(flow('INV.OPER.NEW.N')),
  'INV.OPER.RATE': ratio(stock('INV.OPER.N'), stock('INV.STOCK.N')),
  'INV.IMPL.CAP': sum(quarterly('INV.IMPL.CAP')),
  'INV.IMPL.CUM': sum(stock('INV.IMPL.CUM')),
  'INV.IMPL.RATE': ratio(stock('INV.IMPL.CUM'), stock('INV.STOCK.CAP')),
  'ENT.REV': sum(quarterly('ENT.REV')),
  'ENT.EXP': sum(quarterly('ENT.EXP')),
  'ENT.IMP': sum(quarterly('ENT.IMP')),
  'ENT.BUDGET': sum(quarterly('ENT.BUDGET')),
  'ENT.LAB': sum(stock('ENT.LAB')),
  'ENT.LAB.F': sum(stock('ENT.LAB.F')),
  'ENT.LAB.FOR': sum(stock('ENT.LAB.FOR')),
  'ENT.RESP': ratio(quarterly('ENT.RESP.IN-TIME'), term('INV.STOCK.N', 'quarter-ends')),
  'INF.PLAN.N': sum(stock('INF.PLAN.N')),
  'INF.PARK.N': sum(stock('INF.PARK.N')),
  'INF.WWTP.N': sum(stock('INF.WWTP.N')),
  'INF.WWTP.RATE': ratio(stock('INF.WWTP.N'), stock('INF.PARK.N')),
  'INF.WWTP.CAP': sum(stock('INF.WWTP.CAP')),
  'LAND.PLAN': sum(stock('LAND.PLAN')),
  'LAND.APPR': sum(stock('LAND.APPR')),
  'LAND.LEASABLE': sum(stock('LAND.LEASABLE')),
  'LAND.LEASED': sum(stock('LAND.LEASED')),
  'LAND.OCC': ratio({ ...stock('LAND.LEASED'), operatingParksOnly: true }, stock('LAND.LEASABLE')),
  'LAND.LEVELLED': sum(flow('LAND.LEVELLED')),
  // The plan is the year's in every window (FORMATS §4).
  'FEE.PLAN': sum(ofYear('FEE.PLAN')),
  'FEE.BILLED': sum(flow('FEE.BILLED')),
  'FEE.COLLECTED': sum(flow('FEE.COLLECTED')),
  'FEE.OVERDUE': sum(stock('FEE.OVERDUE')),
  'FEE.RATE': ratio(flow('FEE.COLLECTED'), ofYear('FEE.PLAN')),
  'EMU.SCORE': sum(stock('EMU.SCORE')),
  'EMU.RANK': sum(stock('EMU.RANK')),
};

/** The formula of an indicator from records; undefined for a typed one. */
export const formulaOf = (code: string): Formula | undefined => FORMULAS[code];

export const termsOf = (formula: Formula): readonly Term[] =>
  formula.kind === 'sum' ? formula.terms : [formula.numerator, formula.denominator];

/** Whether the figure needs only the window's last day; otherwise it needs the whole window. */
export const isReadAtCutOff = (formula: Formula): boolean => termsOf(formula).every((t) => t.reading === 'stock');
