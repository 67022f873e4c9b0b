import { addDays, formatMeasure } from '@kcn/kernel';
import type { LocalizedText, PlainDate } from '@kcn/kernel';
import type { Contract } from '../contracts/contract';
import { differingTerms, findTermination } from './registry-copy';
import type { KnownProject, LeaseChange, LeaseTerms } from './registry-copy';

/** Something in the registry that an accountant has to look at. */
export interface RegistryTask extends LocalizedText {
  /** Names it for ever: the same finding is the same task. */
  readonly id: string;
  readonly code: 'project_terminated' | 'project_unknown' | 'lease_changed';
  /** Contract number; of a lease, contract and lease. */
  readonly subject: string;
  readonly day: PlainDate;
}

export interface RegistryKnowledge {
  /** With the ends that accountants gave. */
  readonly contracts: readonly Contract[];
  /** By code. */
  readonly projects: ReadonlyMap<string, KnownProject>;
  readonly leaseChanges: readonly LeaseChange[];
}

function terminated({ contractNo, projectCode, end }: Contract, on: PlainDate): RegistryTask | undefined {
  if (end !== undefined && end < on) return undefined;
  const lastDay = addDays(on, -1);
  return {
    id: `project_terminated:${contractNo}:${on}`,
    code: 'project_terminated',
    subject: contractNo,
    day: on,
    vi: `Dự án ${projectCode} chấm dứt từ ${on}; hợp đồng ${contractNo} cần kết thúc vào ${lastDay}`,
    en: `The project ${projectCode} is out from ${on}; the contract ${contractNo} should end on ${lastDay}`,
  };
}

const unknown = ({ contractNo, projectCode, start }: Contract): RegistryTask => ({
  id: `project_unknown:${contractNo}:${projectCode}`,
  code: 'project_unknown',
  subject: contractNo,
  day: start,
  vi: `Sổ đăng ký không có dự án ${projectCode} mà hợp đồng ${contractNo} nêu`,
  en: `The registry has no project ${projectCode}, which the contract ${contractNo} names`,
});

const NAMES: Readonly<Record<keyof LeaseTerms, LocalizedText>> = {
  parkCode: { vi: 'khu', en: 'park' },
  projectCode: { vi: 'dự án', en: 'project' },
  areaHundredthsM2: { vi: 'diện tích m²', en: 'area m²' },
  from: { vi: 'từ ngày', en: 'from' },
  to: { vi: 'đến ngày', en: 'to' },
  kind: { vi: 'loại', en: 'kind' },
};

const shown = (terms: LeaseTerms, term: keyof LeaseTerms): string => {
  const value = terms[term];
  if (value === undefined) return '–';
  return typeof value === 'bigint' ? formatMeasure(value, 'm2') : value;
};

function changed({ contractNo }: Contract, { leaseNo, version, day, before, after }: LeaseChange): RegistryTask {
  const what = (language: keyof LocalizedText): string =>
    after === undefined
      ? { vi: 'bị rút khỏi sổ đăng ký', en: 'was withdrawn' }[language]
      : differingTerms(before, after)
          .map((term) => `${NAMES[term][language]} ${shown(before, term)} → ${shown(after, term)}`)
          .join('; ');
  return {
    id: `lease_changed:${contractNo}:${leaseNo}:${String(version)}`,
    code: 'lease_changed',
    subject: `${contractNo}/${leaseNo}`,
    day,
    vi: `Hợp đồng thuê ${leaseNo} thay đổi (${what('vi')}); xem lại hợp đồng ${contractNo}`,
    en: `The lease ${leaseNo} has changed (${what('en')}); look at the contract ${contractNo}`,
  };
}

const isOf = ({ projectCode, parkCode }: Contract, terms: LeaseTerms | undefined): boolean =>
  terms?.projectCode === projectCode && terms.parkCode === parkCode;

/**
 * What the registry's events mean for contracts (FORMATS §4: an ended project or a changed lease raises a task). A pure
 * function, so neither the order of events nor that of contracts matters; a task that is dealt with by the contract's end is gone.
 */
export function registryTasks({ contracts, projects, leaseChanges }: RegistryKnowledge): RegistryTask[] {
  const changesOf = new Map<string, LeaseChange[]>();
  for (const change of leaseChanges)
    for (const code of new Set([change.before.projectCode, change.after?.projectCode ?? change.before.projectCode]))
      changesOf.set(code, [...(changesOf.get(code) ?? []), change]);
  return contracts
    .filter(({ projectCode }) => projectCode !== '')
    .flatMap((contract) => {
      const project = projects.get(contract.projectCode);
      const out = project && findTermination(project);
      return [
        project?.isRecorded !== true ? unknown(contract) : undefined,
        out === undefined ? undefined : terminated(contract, out),
        ...(changesOf.get(contract.projectCode) ?? [])
          .filter(({ before, after }) => isOf(contract, before) || isOf(contract, after))
          .map((change) => changed(contract, change)),
      ];
    })
    .filter((task) => task !== undefined);
}
