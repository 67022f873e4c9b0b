import type { LocalizedText } from '@kcn/kernel';
import type { Fraction } from '@kcn/kernel/fraction';
import { ONE, ZERO } from '@kcn/kernel/fraction';
import type { FileFault, Reading } from '../criteria/fault';
import { createFaultList } from '../criteria/fault';
import type { ObjectReader } from '../criteria/object-reader';
import { readObject } from '../criteria/object-reader';
import { readJson } from '../documents/json-text';
import type { AwardForm, NomineeKind } from './enterprise-awards';

/** The content of an `enterprise-award-forms/1` file. */
export interface AwardForms {
  readonly version: string;
  /** Least share of direct workers among the persons rewarded in a year. */
  readonly directWorkersShare: Fraction;
  readonly forms: readonly AwardForm[];
}

const FORMAT = 'enterprise-award-forms/1';
const KINDS: readonly NomineeKind[] = ['enterprise', 'person'];

interface Named {
  readonly code: string;
  readonly name: LocalizedText;
}

const readNamed = (root: ObjectReader, field: string): readonly Named[] =>
  (root.objects(field) ?? []).flatMap((reader) => {
    reader.onlyFields(['code', 'name']);
    const [code, name] = [reader.text('code'), reader.name('name')];
    return code !== undefined && name ? [{ code, name }] : [];
  });

/** The things of a list that a form names by their codes. */
function readReferences(reader: ObjectReader, field: string, known: readonly Named[]): readonly Named[] {
  const written = reader.raw(field);
  const codes = Array.isArray(written) && written.length === 0 ? [] : (reader.texts(field) ?? []);
  return codes.flatMap((code) => {
    const found = known.find((one) => one.code === code);
    if (!found) reader.fault(field, { code: 'unknown_code', vi: `Không có "${code}"`, en: `There is no "${code}"` });
    return found ?? [];
  });
}

function readForm(
  reader: ObjectReader,
  known: { readonly agencies: readonly Named[]; readonly conditions: readonly Named[] },
): AwardForm[] {
  reader.onlyFields(['code', 'name', 'recipients', 'threshold', 'conditions', 'opinions']);
  const [code, name, recipients] = [reader.text('code'), reader.name('name'), reader.texts('recipients')];
  const threshold = reader.decimal('threshold', { optional: true, min: ZERO });
  const kinds = KINDS.filter((kind) => recipients?.includes(kind));
  if (recipients && kinds.length !== recipients.length)
    reader.fault('recipients', { code: 'unknown_code', vi: 'Chỉ có enterprise và person', en: 'Only enterprise and person' });
  const [conditions, opinions] = [
    readReferences(reader, 'conditions', known.conditions),
    readReferences(reader, 'opinions', known.agencies),
  ];
  return code !== undefined && name ? [{ code, name, recipients: kinds, conditions, opinions, ...(threshold ? { threshold } : {}) }] : [];
}

/** Reads an `enterprise-award-forms/1` file and names every fault. */
export function parseAwardForms(text: string): Reading<AwardForms, FileFault> {
  const { faults, add } = createFaultList<FileFault>();
  const json = readJson(text, { faults, add });
  const root = json === undefined ? undefined : readObject(json, '', { faults, add });
  if (!root) return { ok: false, faults };
  root.onlyFields(['format', 'version', 'status', 'directWorkersShare', 'agencies', 'conditions', 'forms']);
  if (root.text('format') !== FORMAT)
    root.fault('format', { code: 'unknown_format', vi: `Định dạng phải là ${FORMAT}`, en: `The format must be ${FORMAT}` });
  const [version, share] = [root.text('version'), root.decimal('directWorkersShare', { min: ZERO, max: ONE })];
  const known = { agencies: readNamed(root, 'agencies'), conditions: readNamed(root, 'conditions') };
  const forms = (root.objects('forms') ?? []).flatMap((reader) => readForm(reader, known));
  if (new Set(forms.map(({ code }) => code)).size < forms.length)
    root.fault('forms', { code: 'duplicate_code', vi: 'Có mã trùng', en: 'A code stands twice' });
  if (faults.length > 0 || version === undefined || !share) return { ok: false, faults };
  return { ok: true, content: { version, directWorkersShare: share, forms } };
}
