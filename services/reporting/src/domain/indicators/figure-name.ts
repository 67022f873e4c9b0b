import { invalid } from '@kcn/kernel';
import { allowsBreakdown } from './breakdown';
import { getIndicator } from './catalogue';
import type { Catalogue } from './catalogue';

/**
 * Checks the name under which a typed value or a plan target is kept. The unit is part of the name and need not be the
 * catalogue's: a value in another unit is another figure.
 * @throws DomainError invalid `unknown_indicator`, `bad_breakdown`, `bad_unit`
 */
export function checkFigureName(catalogue: Catalogue, name: { indicator: string; breakdown: string; unit: string }): void {
  const indicator = getIndicator(catalogue, name.indicator);
  if (!allowsBreakdown(indicator, name.breakdown)) {
    throw invalid('bad_breakdown', {
      vi: `Chỉ tiêu ${indicator.code} không có phân tổ "${name.breakdown}"`,
      en: `Indicator ${indicator.code} has no breakdown "${name.breakdown}"`,
      params: { indicator: indicator.code, breakdown: name.breakdown },
    });
  }
  if (name.unit.trim() === '') throw invalid('bad_unit', { vi: 'Thiếu đơn vị tính', en: 'The unit is missing' });
}
