import { readSample } from '../../spec-support/bloc-sample';
import { checkSamplePoints, sampleMembers, sampleSheet } from '../../spec-support/sample-sheets';
import { seal } from '../../spec-support/sheets';
import type { PointsFinding } from './judge-sheet';
import type { EmulationSheet, SheetCriterion, SheetFigure, SheetOperand } from './sheet';
import { MAX_SHEET_BYTES, readSheet } from './sheet';

interface Expected {
  readonly members: readonly {
    readonly member: string;
    readonly criteria: readonly { code: string; operands: unknown; computed: string | null; self: string | null; status: string }[];
  }[];
}
const expected = JSON.parse(readSample('expected.json')) as Expected;

const shown = ({ mismatches, remarks }: PointsFinding): unknown => ({
  mismatches: mismatches.map(({ code, at, expected: wanted, actual }) => [code, at, wanted, actual]),
  remarks: remarks.map(({ code, at, expected: wanted, actual }) => [code, at, wanted, actual]),
});
const check = (sheet: EmulationSheet): unknown => shown(checkSamplePoints(sheet));
const nothing = { mismatches: [], remarks: [] };

const withCriterion = (sheet: EmulationSheet, code: string, change: (criterion: SheetCriterion) => SheetCriterion): EmulationSheet => ({
  ...sheet,
  criteria: sheet.criteria.map((criterion) => (criterion.code === code ? change(criterion) : criterion)),
});
const withOperand = (sheet: EmulationSheet, code: string, name: string, changes: Partial<SheetOperand>): EmulationSheet =>
  withCriterion(sheet, code, (criterion) => ({
    ...criterion,
    operands: criterion.operands.map((operand) => (operand.name === name ? { ...operand, ...changes } : operand)),
  }));
const withFigure = (sheet: EmulationSheet, indicator: string, changes: Partial<SheetFigure>): EmulationSheet => ({
  ...sheet,
  figures: sheet.figures.map((figure) => (figure.indicator === indicator ? { ...figure, ...changes } : figure)),
});

describe.each(sampleMembers)('the sheet of %s', (member) => {
  const sheet = sampleSheet(member);

  it('holds the operands, computed and self values of the sample', () => {
    const wanted = expected.members.find((one) => one.member === member)?.criteria ?? [];
    expect(sheet.criteria.map(({ code, operands, computed, self }) => ({ code, operands, computed, self }))).toEqual(
      wanted.map(({ code, operands, computed, self }) => ({ code, operands, computed, self })),
    );
    expect(sheet.criteria.filter(({ notApplicable }) => notApplicable).map(({ code }) => code)).toEqual(
      wanted.filter(({ status }) => status === 'not-applicable').map(({ code }) => code),
    );
  });

  it('follows from itself, is read back as what it is, and is far from the limit of its size', () => {
    expect(check(sheet)).toEqual(nothing);
    expect(readSheet(JSON.parse(seal.canonicalText(sheet)))).toEqual(sheet);
    expect(seal.canonicalText(sheet).length * 2).toBeLessThan(MAX_SHEET_BYTES);
  });
});

describe('a sheet does not follow', () => {
  const sheet = sampleSheet('hai-duong');

  it('when its points are higher, lower, finer than they follow, or absent', () => {
    const { computed } = sheet.criteria.find(({ code }) => code === 'I-1.2') ?? {};
    for (const claimed of ['30.01', '0.00', `${computed ?? ''}1`, null])
      expect(check(withCriterion(sheet, 'I-1.2', (criterion) => ({ ...criterion, computed: claimed })))).toEqual({
        mismatches: [['points-do-not-follow', 'I-1.2', computed, claimed ?? 'null']],
        remarks: [],
      });
    expect(check(withCriterion(sheet, 'II-9', (criterion) => ({ ...criterion, computed: '10.00' })))).toEqual({
      mismatches: [['points-do-not-follow', 'II-9', 'null', '10.00']],
      remarks: [],
    });
  });

  it('when the same points are written shorter, it does', () => {
    const { computed } = sheet.criteria.find(({ code }) => code === 'I-1.2') ?? {};
    expect(check(withCriterion(sheet, 'I-1.2', (criterion) => ({ ...criterion, computed: String(Number(computed)) })))).toEqual(nothing);
  });

  it('when an operand is not the figure, with or without points that fit it', () => {
    // 1 ÷ 21.5 × 15 = 0.6977.
    const raised = withOperand(sheet, 'I-1.3', 'a', { value: '1' });
    expect(check(raised)).toEqual({
      mismatches: [
        ['operand-does-not-follow', 'I-1.3 a', 'actual:INV.NEW.N = 26', 'actual:INV.NEW.N = 1'],
        ['points-do-not-follow', 'I-1.3', '0.70', '15.00'],
      ],
      remarks: [],
    });
    expect(check(withCriterion(raised, 'I-1.3', (criterion) => ({ ...criterion, computed: '0.70' })))).toEqual({
      mismatches: [['operand-does-not-follow', 'I-1.3 a', 'actual:INV.NEW.N = 26', 'actual:INV.NEW.N = 1']],
      remarks: [],
    });
  });

  it('when the plan is taken whole where half a year is scored', () => {
    // 26 ÷ 43 × 15 = 9.0697…
    expect(check(withOperand(sheet, 'I-1.3', 'b', { value: '43' }))).toEqual({
      mismatches: [
        ['operand-does-not-follow', 'I-1.3 b', 'plan:INV.NEW.N = 21.5', 'plan:INV.NEW.N = 43'],
        ['points-do-not-follow', 'I-1.3', '9.07', '15.00'],
      ],
      remarks: [],
    });
  });

  it('when a figure is raised and nothing else', () => {
    expect(checkSamplePoints(withFigure(sheet, 'INV.NEW.N', { actual: '27' })).mismatches.map(({ at }) => at)).toEqual(['I-1.3 a']);
  });

  it('when an operand, a criterion or a figure is missing or one too many', () => {
    expect(
      checkSamplePoints(withCriterion(sheet, 'I-1.3', (criterion) => ({ ...criterion, operands: [] }))).mismatches.map(({ code, at }) => [
        code,
        at,
      ]),
    ).toEqual([
      ['operand-does-not-follow', 'I-1.3 a'],
      ['operand-does-not-follow', 'I-1.3 b'],
      ['points-do-not-follow', 'I-1.3'],
    ]);
    const added = withCriterion(sheet, 'I-1.3', (criterion) => ({
      ...criterion,
      operands: [...criterion.operands, { name: 'c', ref: 'constant', value: '1' }],
    }));
    expect(checkSamplePoints(added).mismatches.map(({ at }) => at)).toEqual(['I-1.3 c']);
    expect(checkSamplePoints({ ...sheet, criteria: sheet.criteria.slice(1) }).mismatches.map(({ code, at }) => [code, at])).toEqual([
      ['criterion-missing', 'I-1.1'],
    ]);
    const [first] = sheet.criteria;
    expect(
      checkSamplePoints({ ...sheet, criteria: [...sheet.criteria, { ...(first as SheetCriterion), code: 'X-1' }] }).mismatches.map(
        ({ code, at }) => [code, at],
      ),
    ).toEqual([['criterion-unknown', 'X-1']]);
    const withoutDdi = {
      ...sheet,
      figures: sheet.figures.filter(({ indicator, breakdown }) => indicator !== 'INV.ADJ.T' || breakdown !== 'DDI'),
    };
    expect(checkSamplePoints(withoutDdi).mismatches.map(({ code, at }) => [code, at])).toEqual([['figure-missing', 'INV.ADJ.T:DDI']]);
  });

  it('when a figure comes in another unit', () => {
    const { mismatches } = checkSamplePoints(withFigure(sheet, 'INV.NEW.N', { unit: 'dự án' }));
    expect(mismatches.map(({ code, at }) => [code, at])).toEqual([
      ['figure-missing', 'INV.NEW.N'],
      ['figure-missing', 'INV.NEW.N:FDI'],
      ['figure-missing', 'INV.NEW.N:DDI'],
      ['operand-does-not-follow', 'I-1.3 a'],
      ['operand-does-not-follow', 'I-1.3 b'],
    ]);
  });
});

it('what the leader’s records say otherwise is shown, and the points follow from what was signed', () => {
  // thai-binh registered two working days late: III-1 is 20 − 2. It claims to have been in time.
  const sheet = sampleSheet('thai-binh');
  const claim = withCriterion(withOperand(sheet, 'III-1', 'a', { value: '0' }), 'III-1', (criterion) => ({
    ...criterion,
    computed: '20.00',
  }));
  expect(check(claim)).toEqual({
    mismatches: [],
    remarks: [['leader-record-differs', 'III-1 a', expect.stringMatching(/= 2$/), expect.stringMatching(/= 0$/)]],
  });
  expect(check(withOperand(sheet, 'III-1', 'a', { value: '0' }))).toMatchObject({
    mismatches: [['points-do-not-follow', 'III-1', '20.00', '18.00']],
  });
});

it('a board outside the bloc has nothing to follow from', () => {
  expect(checkSamplePoints({ ...sampleSheet('hai-duong'), member: 'lam-dong' }).mismatches.map(({ code, at }) => [code, at])).toEqual([
    ['other-scope', 'member'],
  ]);
});
