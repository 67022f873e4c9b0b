import type { PlainDate } from '@kcn/kernel';
import { findPeriod, findPlainDate, yearOfPeriod } from '@kcn/kernel';
import type { FileFault, Reading } from '../criteria/fault';
import { createFaultList } from '../criteria/fault';
import { readJson } from '../documents/json-text';
import type { ObjectReader } from '../criteria/object-reader';
import { readObject } from '../criteria/object-reader';
import type { Fraction } from '@kcn/kernel/fraction';
import { compare, findExact, fraction, isPositive, ONE, ZERO } from '@kcn/kernel/fraction';
import type { Bloc, BlocMember, CrossCheckPair, FlagQuota } from './bloc';
import { checkBlocParts } from './check-bloc';
import { readTieBreaks } from './tie-break';

const BLOC_FORMAT = 'emulation-bloc/1';

const DEFAULT_QUORUM = fraction(2n, 3n);

const FIELDS = [
  ...['format', 'id', 'name', 'year', 'period', 'planShare', 'theme', 'ministry', 'leader', 'deputy', 'host', 'criteriaVersion'],
  ...['quota', 'thresholds', 'electors', 'quorum', 'deadlines', 'tieBreaks', 'crossChecks', 'members'],
];

function readDate(reader: ObjectReader, field: string): PlainDate | undefined {
  const text = reader.text(field);
  const date = text === undefined ? undefined : findPlainDate(text);
  if (text !== undefined && date === undefined)
    reader.fault(field, { code: 'bad_date', vi: `"${text}" không phải là một ngày có thật`, en: `"${text}" is not a real date` });
  return date;
}

/** Steps and their days; a null is a step without a day where `nullable`. */
function readDates(reader: ObjectReader | undefined, nullable: boolean): ReadonlyMap<string, PlainDate> {
  const dates = new Map<string, PlainDate>();
  for (const step of reader?.keys() ?? []) {
    if (nullable && reader?.raw(step) === null) continue;
    const date = reader && readDate(reader, step);
    if (date !== undefined) dates.set(step, date);
  }
  return dates;
}

function readMember(reader: ObjectReader): BlocMember | undefined {
  reader.onlyFields(['id', 'name', 'province', 'steps']);
  const [id, name, place] = [reader.text('id'), reader.name('name'), reader.object('province')];
  place?.onlyFields(['code', 'name']);
  const [code, province] = [place?.text('code'), place?.text('name')];
  const steps = readDates(reader.object('steps'), true);
  return id !== undefined && name && code !== undefined && province !== undefined
    ? { id, name, province: { code, name: province }, steps }
    : undefined;
}

function readPair(reader: ObjectReader): CrossCheckPair | undefined {
  reader.onlyFields(['checker', 'member']);
  const [checker, member] = [reader.text('checker'), reader.text('member')];
  return checker !== undefined && member !== undefined ? { checker, member } : undefined;
}

function readFlagQuota(reader: ObjectReader | undefined): FlagQuota | undefined {
  if (!reader) return undefined;
  reader.onlyFields(['share', 'number']);
  if (reader.has('share') === reader.has('number')) {
    reader.fault(undefined, {
      code: 'share_or_number',
      vi: 'Cần đúng một trong share, number',
      en: 'Exactly one of share, number is needed',
    });
    return undefined;
  }
  const share = reader.decimal('share', { optional: true, min: ZERO, max: ONE });
  const number = reader.count('number', { optional: true });
  if (share) return { share };
  return number === undefined ? undefined : { number };
}

/** A share (`0.5`, `2/3`) or, like the quota of flags, `{share}` or `{number}` of electors. */
function readQuorum(reader: ObjectReader, electors: number | undefined): Fraction {
  if (!reader.has('quorum')) return DEFAULT_QUORUM;
  const written = reader.raw('quorum');
  const quota = written instanceof Map ? readFlagQuota(reader.object('quorum')) : undefined;
  const heads = typeof written === 'number' ? written : quota && 'number' in quota ? quota.number : undefined;
  const ofHeads = heads !== undefined && Number.isSafeInteger(heads) && electors ? fraction(BigInt(heads), BigInt(electors)) : undefined;
  const quorum = typeof written === 'string' ? findExact(written) : quota && 'share' in quota ? quota.share : ofHeads;
  if (quorum && isPositive(quorum) && compare(quorum, ONE) <= 0) return quorum;
  reader.fault('quorum', {
    code: 'bad_quorum',
    vi: 'quorum là phần hoặc số cử tri, trên 0 và không quá tất cả',
    en: 'quorum is a share or a number of the electors, above 0 and at most all',
  });
  return DEFAULT_QUORUM;
}

function readPeriod(root: ObjectReader): Bloc['period'] | undefined {
  const [text, year] = [root.text('period'), root.count('year')];
  const period = text === undefined ? undefined : findPeriod(text);
  if (text !== undefined && period === undefined)
    root.fault('period', { code: 'bad_period', vi: `"${text}" không phải là một kỳ`, en: `"${text}" is not a period` });
  if (period !== undefined && year !== undefined && yearOfPeriod(period) !== year)
    root.fault('period', {
      code: 'period_outside_year',
      vi: 'Kỳ chấm điểm không thuộc năm của khối',
      en: "The scored period is not of the bloc's year",
    });
  return period;
}

function readBloc(root: ObjectReader): Bloc | undefined {
  root.onlyFields(FIELDS);
  const format = root.text('format');
  if (format !== undefined && format !== BLOC_FORMAT)
    root.fault('format', { code: 'unknown_format', vi: `Định dạng phải là ${BLOC_FORMAT}`, en: `The format must be ${BLOC_FORMAT}` });
  const [id, name, period] = [root.text('id'), root.name('name'), readPeriod(root)];
  const planShare = root.decimal('planShare', { optional: true, above: ZERO, max: ONE }) ?? ONE;
  const [theme, ministry] = [root.name('theme', { optional: true }), root.name('ministry', { optional: true })];
  const leader = root.text('leader');
  const [deputy, host] = [root.text('deputy', { optional: true }), root.text('host', { optional: true })];
  const criteriaVersion = root.text('criteriaVersion');
  const quota = root.object('quota');
  quota?.onlyFields(['flags', 'certificates']);
  const [flags, certificates] = [readFlagQuota(quota?.object('flags')), quota?.count('certificates')];
  const thresholds = root.object('thresholds');
  thresholds?.onlyFields(['flag', 'certificate']);
  const [flag, certificate] = [thresholds?.decimal('flag', { min: ZERO }), thresholds?.decimal('certificate', { min: ZERO })];
  const electors = root.count('electors');
  const quorum = readQuorum(root, electors);
  const days = root.object('deadlines');
  const deadlines = readDates(days, false);
  const tieBreaks = readTieBreaks(root);
  const crossChecks = (root.objects('crossChecks') ?? []).map((reader) => ({ reader, item: readPair(reader) }));
  const members = (root.objects('members') ?? []).map((reader) => ({ reader, item: readMember(reader) }));
  const roles = { leader, deputy, host };
  checkBlocParts({ root, roles, deadlineSteps: new Set(days?.keys()), crossChecks, members, electors, thresholds: { flag, certificate } });
  if (id === undefined || !name || period === undefined || leader === undefined || criteriaVersion === undefined) return undefined;
  if (!flags || certificates === undefined || !flag || !certificate || electors === undefined) return undefined;
  return {
    ...{ id, name, year: yearOfPeriod(period), period, planShare, leader, criteriaVersion, electors, quorum, deadlines, tieBreaks },
    ...(theme ? { theme } : {}),
    ...(ministry ? { ministry } : {}),
    ...(deputy === undefined ? {} : { deputy }),
    ...(host === undefined ? {} : { host }),
    quota: { flags, certificates },
    thresholds: { flag, certificate },
    crossChecks: crossChecks.flatMap((pair) => pair.item ?? []),
    members: members.flatMap((member) => member.item ?? []),
  };
}

/** Reads an `emulation-bloc/1` file and names every fault; references into the criteria are checked by `checkBlocAgainstCriteria`. */
export function parseBloc(text: string): Reading<Bloc, FileFault> {
  const faults = createFaultList<FileFault>();
  const json = readJson(text, faults);
  const root = json === undefined ? undefined : readObject(json, '', faults);
  const bloc = root && readBloc(root);
  return bloc && faults.faults.length === 0 ? { ok: true, content: bloc } : { ok: false, faults: faults.faults };
}
