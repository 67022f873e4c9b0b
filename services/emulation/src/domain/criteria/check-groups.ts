import type { Fraction } from '@kcn/kernel/fraction';
import { equals, formatFraction, sumOf } from '@kcn/kernel/fraction';
import type { Criterion, Group } from './criteria';
import type { ObjectReader } from './object-reader';
import type { CriteriaDraft } from './criteria-draft';

interface Place {
  readonly reader: ObjectReader;
  readonly field: string;
}

function checkSum({ reader, field }: Place, max: Fraction, parts: readonly { readonly max: Fraction }[]): void {
  const sum = sumOf(parts.map((part) => part.max));
  if (equals(sum, max)) return;
  reader.fault(field, {
    code: 'sum_of_max',
    vi: `Tổng điểm tối đa của các phần là ${formatFraction(sum)}, không phải ${formatFraction(max)}`,
    en: `The parts' maximum points add up to ${formatFraction(sum)}, not ${formatFraction(max)}`,
  });
}

function checkSections(group: Group, reader: ObjectReader, own: readonly Criterion[] | undefined): void {
  if (group.sections.length === 0) return;
  checkSum({ reader, field: 'sections' }, group.max, group.sections);
  for (const [i, section] of group.sections.entries()) {
    if (group.sections.findIndex((one) => one.code === section.code) < i)
      reader.fault('sections', {
        code: 'duplicate_code',
        vi: `Mục "${section.code}" có hai lần`,
        en: `The section "${section.code}" occurs twice`,
      });
    if (own)
      checkSum(
        { reader, field: 'sections' },
        section.max,
        own.filter((criterion) => criterion.section === section.code),
      );
  }
}

/** Criteria add up to their section and group, sections to their group, groups to the whole. */
export function checkGroups({ root, totalMax, groups, criteria, whole }: CriteriaDraft): void {
  if (totalMax && whole.groups)
    checkSum(
      { reader: root, field: 'totalMax' },
      totalMax,
      groups.map((group) => group.item),
    );
  for (const { item: group, reader } of groups) {
    const own = whole.criteria ? criteria.map((one) => one.item).filter((criterion) => criterion.group === group.code) : undefined;
    if (own?.length === 0)
      reader.fault('code', { code: 'empty_group', vi: `Nhóm ${group.code} không có tiêu chí`, en: `Group ${group.code} has no criterion` });
    // A capped group (bonus) offers more points than it can give.
    if (own && !group.capped) checkSum({ reader, field: 'max' }, group.max, own);
    checkSections(group, reader, own);
  }
}
