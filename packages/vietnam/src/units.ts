import type { LocalizedText } from '@kcn/kernel';

/** How a document writes the units of the catalogue. */
const LABELS: Readonly<Record<string, LocalizedText>> = {
  project: { vi: 'dự án', en: 'projects' },
  park: { vi: 'khu công nghiệp', en: 'parks' },
  person: { vi: 'người', en: 'persons' },
  turn: { vi: 'lượt', en: 'turns' },
  dossier: { vi: 'hồ sơ', en: 'dossiers' },
  document: { vi: 'văn bản', en: 'documents' },
  procedure: { vi: 'thủ tục', en: 'procedures' },
  inspection: { vi: 'lượt', en: 'inspections' },
  event: { vi: 'cuộc', en: 'events' },
  target: { vi: 'chỉ tiêu', en: 'targets' },
  task: { vi: 'nhiệm vụ', en: 'tasks' },
  unit: { vi: 'đơn vị', en: 'units' },
  percent: { vi: '%', en: '%' },
  ha: { vi: 'ha', en: 'ha' },
  m2: { vi: 'm²', en: 'm²' },
  'm3/day': { vi: 'm³/ngày đêm', en: 'm³/day' },
  VND: { vi: 'đồng', en: 'VND' },
};

/** The unit's name for people; a unit without one (a currency code) is its own name. */
export const unitLabel = (unit: string): LocalizedText =>
  (Object.hasOwn(LABELS, unit) ? LABELS[unit] : undefined) ?? { vi: unit, en: unit };
