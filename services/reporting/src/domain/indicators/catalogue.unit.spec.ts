import { breakdownOf, hasRecordRow, parseBreakdown } from './breakdown';
import { BUILT_IN_ROWS } from './built-in-rows';
import { builtInCatalogue, catalogueWith, getIndicator, judgeCatalogueRow } from './catalogue';
import { checkFigureName } from './figure-name';
import { formulaOf, termsOf } from './formulas';

const added = {
  code: 'GPMB.HA',
  nameVi: 'Diện tích giải phóng mặt bằng',
  nameEn: 'Cleared area',
  unit: 'ha',
  kind: 'flow',
  source: 'typed',
  breakdowns: '',
};
const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'accepted';
};

describe('the catalogue', () => {
  const catalogue = builtInCatalogue();

  it('has a formula for exactly the indicators that are not typed', () => {
    expect(BUILT_IN_ROWS).toHaveLength(64);
    for (const indicator of catalogue.all)
      expect([indicator.code, formulaOf(indicator.code) !== undefined]).toEqual([indicator.code, indicator.source !== 'typed']);
  });

  it('reads kinds as its formulas compute them', () => {
    for (const { code, kind, distinct } of catalogue.all) {
      const formula = formulaOf(code);
      if (!formula) continue;
      expect([code, formula.kind === 'ratio']).toEqual([code, kind === 'ratio']);
      if (kind === 'stock') expect(termsOf(formula).map((t) => t.reading)).toEqual(['stock']);
      if (distinct) expect(termsOf(formula).map((t) => t.reading)).toEqual(['distinct']);
    }
  });

  it('gives no total where the capital kinds have different units', () => {
    const cap = getIndicator(catalogue, 'INV.NEW.CAP');
    expect(['', 'FDI', 'park:a', 'FDI;park:a', 'topic'].map((b) => hasRecordRow(cap, b))).toEqual([false, true, false, true, false]);
    expect(['', 'FDI', 'park:a', 'FDI;park:a'].map((b) => hasRecordRow(getIndicator(catalogue, 'ENT.RESP'), b))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('takes typed indicators of a board’s own and refuses anything else', () => {
    expect(judgeCatalogueRow(added)).toBe('addition');
    expect(BUILT_IN_ROWS.every((row) => judgeCatalogueRow(row) === 'built_in')).toBe(true);
    expect(refusal(() => judgeCatalogueRow({ ...added, source: 'records' }))).toBe('catalogue_source_not_typed');
    expect(refusal(() => judgeCatalogueRow({ ...added, code: 'INV.NEW.N' }))).toBe('catalogue_code_built_in');
    expect(refusal(() => judgeCatalogueRow({ ...added, kind: 'sum' }))).toBe('bad_catalogue_kind');
    expect(refusal(() => judgeCatalogueRow({ ...added, breakdowns: 'sector' }))).toBe('bad_breakdowns');
    expect(refusal(() => judgeCatalogueRow({ ...added, code: '=x' }))).toBe('bad_code');
    expect(catalogueWith([added]).find('GPMB.HA')).toMatchObject({ kind: 'flow', source: 'typed', breakdowns: [] });
  });

  it('refuses names that no figure can have', () => {
    const check = (indicator: string, breakdown: string, unit = 'project'): string =>
      refusal(() => checkFigureName(catalogue, { indicator, breakdown, unit }));
    expect(check('INV.NEW.N', 'FDI;park:a')).toBe('accepted');
    expect(check('INSP.T', 'fire', 'inspection')).toBe('accepted');
    expect(check('ENT.REV', '', 'VND')).toBe('accepted');
    expect(check('INV.NEW.X', '')).toBe('unknown_indicator');
    expect(check('INV.NEW.N', 'fire')).toBe('bad_breakdown');
    expect(check('INV.NEW.N', '', ' ')).toBe('bad_unit');
  });

  it('reads breakdowns back as it writes them', () => {
    for (const text of ['', 'FDI', 'DDI', 'park:pho-noi-a', 'DDI;park:pho-noi-a', 'fire', 'FDI;fire'])
      expect(breakdownOf(parseBreakdown(text))).toBe(text);
  });
});
