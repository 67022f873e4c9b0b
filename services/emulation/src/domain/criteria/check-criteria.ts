import { multiply, reduce } from '@kcn/kernel/fraction';
import { HUNDRED } from '../figures/points';
import { checkGroups } from './check-groups';
import { checkRule } from './check-rule';
import type { Section } from './criteria';
import type { CriteriaDraft, Located } from './criteria-draft';

function checkUnique(lists: readonly (readonly Located<{ readonly code: string }>[])[]): void {
  const seen = new Set<string>();
  for (const { item, reader } of lists.flat()) {
    if (seen.has(item.code))
      reader.fault('code', { code: 'duplicate_code', vi: `Mã "${item.code}" đã có`, en: `The code "${item.code}" occurs twice` });
    seen.add(item.code);
  }
}

/** Points are printed and added in hundredths, so a maximum must be one. */
function checkPrecision({ item, reader }: Located<Section>): void {
  if (reduce(multiply(item.max, HUNDRED)).denominator !== 1n)
    reader.fault('max', {
      code: 'too_precise',
      vi: 'Điểm tối đa có nhiều nhất hai chữ số thập phân',
      en: 'A maximum has at most two decimals',
    });
}

function checkPlaces({ groups, criteria, whole }: CriteriaDraft): void {
  for (const group of groups) checkPrecision(group);
  for (const { item, reader } of criteria) {
    checkPrecision({ item, reader });
    const group = groups.find((one) => one.item.code === item.group)?.item;
    if (!group) {
      if (whole.groups)
        reader.fault('group', { code: 'unknown_group', vi: `Không có nhóm "${item.group}"`, en: `There is no group "${item.group}"` });
      continue;
    }
    const known =
      item.section === undefined ? group.sections.length === 0 : group.sections.some((section) => section.code === item.section);
    if (!known)
      reader.fault('section', {
        code: 'unknown_section',
        vi: `Tiêu chí phải thuộc một mục của nhóm ${group.code}`,
        en: `The criterion must belong to a section of group ${group.code}`,
      });
  }
}

function checkIndicators({ indicators, whole }: CriteriaDraft): void {
  if (!whole.indicators) return;
  const byCode = new Map(indicators.map((entry) => [entry.item.code, entry.item]));
  for (const { item, reader } of indicators) {
    for (const field of ['num', 'den'] as const) {
      for (const code of item[field]) {
        const part = byCode.get(code);
        const missing = part && [...item.units.keys()].filter((breakdown) => !part.units.has(breakdown));
        if (!part || part.kind === 'ratio' || (missing?.length ?? 0) > 0)
          reader.fault(field, {
            code: 'bad_ratio_part',
            vi: `"${code}" không phải là chỉ tiêu lượng hoặc thời điểm có cùng phân tổ`,
            en: `"${code}" is no flow or stock with the same breakdowns`,
          });
      }
    }
  }
}

/** The faults that only the whole file shows: sums of maximum points, codes, places, references, weights, caps. */
export function checkCriteria(draft: CriteriaDraft): void {
  const { root, legalBasis, groups, criteria, penalties, vetoes, indicators } = draft;
  if (root.has('legalBasis') && legalBasis.length === 0)
    root.fault('legalBasis', { code: 'no_legal_basis', vi: 'Thiếu căn cứ pháp lý', en: 'The legal basis is missing' });
  checkUnique([legalBasis]);
  checkUnique([groups]);
  // Scores name a criterion, a penalty or a veto in one column, so their codes share one space.
  checkUnique([criteria, penalties, vetoes]);
  checkUnique([indicators]);
  checkGroups(draft);
  checkPlaces(draft);
  checkIndicators(draft);
  const context = {
    ...(draft.whole.indicators ? { catalogue: new Map(indicators.map((entry) => [entry.item.code, entry.item])) } : {}),
    ...(draft.whole.criteria ? { rules: new Map(criteria.map((entry) => [entry.item.code, entry.item.rule])) } : {}),
  };
  for (const { item, reader } of criteria) checkRule({ rule: item.rule, owner: reader, code: item.code, max: item.max, ...context });
  for (const { item, reader } of penalties) checkRule({ rule: item.rule, owner: reader, code: item.code, ...context });
  if (draft.whole.criteria && criteria.length === 0)
    root.fault('criteria', { code: 'no_criteria', vi: 'Không có tiêu chí nào', en: 'There is no criterion' });
}
