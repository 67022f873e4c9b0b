import { ZERO } from '@kcn/kernel/fraction';
import { checkCriteria } from './check-criteria';
import type { Criteria, Criterion, Group, Indicator, LegalBasis, Penalty, Section, Veto } from './criteria';
import type { CriteriaDraft, Located } from './criteria-draft';
import type { FileFault, Reading } from './fault';
import { createFaultList } from './fault';
import { readJson } from '../documents/json-text';
import type { ObjectReader } from './object-reader';
import { readObject } from './object-reader';
import { readRule } from './parse-rule';

const CRITERIA_FORMAT = 'emulation-criteria/1';

function readList<Item>(root: ObjectReader, field: string, readItem: (reader: ObjectReader) => Item | undefined): readonly Located<Item>[] {
  return (root.objects(field) ?? []).flatMap((reader) => {
    const item = readItem(reader);
    return item ? [{ item, reader }] : [];
  });
}

function readLegalBasis(reader: ObjectReader): LegalBasis | undefined {
  reader.onlyFields(['code', 'title']);
  const [code, title] = [reader.text('code'), reader.name('title')];
  return code !== undefined && title ? { code, title } : undefined;
}

function readSection(reader: ObjectReader): Section | undefined {
  const [code, max, name] = [reader.text('code'), reader.decimal('max', { above: ZERO }), reader.name('name')];
  return code !== undefined && max && name ? { code, max, name } : undefined;
}

function readGroup(reader: ObjectReader): Group | undefined {
  reader.onlyFields(['code', 'max', 'capped', 'name', 'sections']);
  const section = readSection(reader);
  const capped = reader.flag('capped', { optional: true }) ?? false;
  const sections = (reader.objects('sections', { optional: true }) ?? []).flatMap((item) => {
    item.onlyFields(['code', 'max', 'name']);
    return readSection(item) ?? [];
  });
  return section && { ...section, capped, sections };
}

function readCriterion(reader: ObjectReader): Criterion | undefined {
  reader.onlyFields(['code', 'group', 'section', 'max', 'evidence', 'rule', 'name']);
  const part = readSection(reader);
  const [group, section] = [reader.text('group'), reader.text('section', { optional: true })];
  const [evidence, rule] = [reader.flag('evidence'), readRule(reader)];
  if (!part || group === undefined || evidence === undefined || !rule) return undefined;
  return { ...part, group, ...(section === undefined ? {} : { section }), evidence, rule };
}

function readPenalty(reader: ObjectReader): Penalty | undefined {
  reader.onlyFields(['code', 'rule', 'name']);
  const [code, rule, name] = [reader.text('code'), readRule(reader), reader.name('name')];
  return code !== undefined && rule && name ? { code, rule, name } : undefined;
}

function readVetoRule(reader: ObjectReader | undefined): Veto['rule'] | undefined {
  const kind = reader?.text('kind');
  if (!reader || kind === undefined) return undefined;
  if (kind === 'declared') {
    reader.onlyFields(['kind']);
    return { kind };
  }
  if (kind === 'stepMissing') {
    reader.onlyFields(['kind', 'step']);
    const step = reader.text('step');
    return step === undefined ? undefined : { kind, step };
  }
  reader.fault('kind', { code: 'unknown_rule', vi: `Không có loại phủ quyết "${kind}"`, en: `There is no veto kind "${kind}"` });
  return undefined;
}

function readVeto(reader: ObjectReader): Veto | undefined {
  reader.onlyFields(['code', 'rule', 'name']);
  const [code, rule, name] = [reader.text('code'), readVetoRule(reader.object('rule')), reader.name('name')];
  return code !== undefined && rule && name ? { code, rule, name } : undefined;
}

function readIndicator(reader: ObjectReader): Indicator | undefined {
  reader.onlyFields(['code', 'kind', 'units', 'num', 'den', 'rollUp', 'name']);
  const [code, kind, name] = [reader.text('code'), reader.text('kind'), reader.name('name')];
  const unitsReader = reader.object('units');
  const units = new Map((unitsReader?.keys() ?? []).map((breakdown) => [breakdown, unitsReader?.text(breakdown) ?? '']));
  if (unitsReader && units.size === 0)
    reader.fault('units', { code: 'no_unit', vi: 'Chỉ tiêu không có đơn vị tính', en: 'The indicator has no unit' });
  const rollUp = reader.text('rollUp', { optional: true });
  if (rollUp !== undefined && rollUp !== 'none')
    reader.fault('rollUp', { code: 'bad_roll_up', vi: 'rollUp chỉ có giá trị "none"', en: 'rollUp can only be "none"' });
  const isRatio = kind === 'ratio';
  const [num, den] = [reader.texts('num', { optional: !isRatio }) ?? [], reader.texts('den', { optional: !isRatio }) ?? []];
  if (kind !== undefined && kind !== 'flow' && kind !== 'stock' && kind !== 'ratio') {
    reader.fault('kind', {
      code: 'unknown_indicator_kind',
      vi: `Loại chỉ tiêu "${kind}" không có`,
      en: `There is no indicator kind "${kind}"`,
    });
    return undefined;
  }
  if (!isRatio && (num.length > 0 || den.length > 0))
    reader.fault(undefined, { code: 'not_a_ratio', vi: 'num và den chỉ dành cho chỉ tiêu tỷ lệ', en: 'num and den are only for a ratio' });
  if (code === undefined || kind === undefined || !name) return undefined;
  return { code, kind, units, num, den, rollUp: rollUp === undefined, name };
}

/**
 * Reads an `emulation-criteria/1` file. Every fault is named, those of single fields and those across the file (sums,
 * references, codes); a file with any fault has no content.
 */
export function parseCriteria(text: string): Reading<Criteria, FileFault> {
  const faults = createFaultList<FileFault>();
  const json = readJson(text, faults);
  const root = json === undefined ? undefined : readObject(json, '', faults);
  if (!root) return { ok: false, faults: faults.faults };
  root.onlyFields(['format', 'version', 'status', 'totalMax', 'legalBasis', 'groups', 'criteria', 'penalties', 'vetoes', 'indicators']);
  const format = root.text('format');
  if (format !== undefined && format !== CRITERIA_FORMAT)
    root.fault('format', {
      code: 'unknown_format',
      vi: `Định dạng phải là ${CRITERIA_FORMAT}`,
      en: `The format must be ${CRITERIA_FORMAT}`,
    });
  const [version, status] = [root.text('version'), root.text('status')];
  const lists = {
    groups: readList(root, 'groups', readGroup),
    criteria: readList(root, 'criteria', readCriterion),
    indicators: readList(root, 'indicators', readIndicator),
  };
  const isWhole = (field: keyof typeof lists): boolean => {
    const written = root.raw(field);
    return Array.isArray(written) && written.length === lists[field].length;
  };
  const draft: CriteriaDraft = {
    root,
    ...lists,
    whole: { groups: isWhole('groups'), criteria: isWhole('criteria'), indicators: isWhole('indicators') },
    totalMax: root.decimal('totalMax', { above: ZERO }),
    legalBasis: readList(root, 'legalBasis', readLegalBasis),
    penalties: readList(root, 'penalties', readPenalty),
    vetoes: readList(root, 'vetoes', readVeto),
  };
  checkCriteria(draft);
  if (faults.faults.length > 0 || version === undefined || status === undefined || !draft.totalMax)
    return { ok: false, faults: faults.faults };
  const items = <Item>(list: readonly Located<Item>[]): readonly Item[] => list.map((entry) => entry.item);
  return {
    ok: true,
    content: {
      version,
      status,
      totalMax: draft.totalMax,
      legalBasis: items(draft.legalBasis),
      groups: items(draft.groups),
      criteria: items(draft.criteria),
      penalties: items(draft.penalties),
      vetoes: items(draft.vetoes),
      indicators: items(draft.indicators),
    },
  };
}
