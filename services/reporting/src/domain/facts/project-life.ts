import type { registryV1 } from '@kcn/contracts';
import { invalid, plainDate } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { FactContent } from './fact';
import { PROJECT_STEPS } from './mapping';
import type { ProjectStanding, ProjectStep, StepChange } from './mapping';

/** The days on which a project is in force: from its issue until the day before it ends. */
export interface InForce {
  readonly from: PlainDate;
  /** The day of the termination; on that day it is out. */
  readonly until?: PlainDate;
}

export interface LifeStep {
  readonly date: PlainDate;
  readonly type: ProjectStep;
  readonly source: FactContent['source'];
  readonly change: StepChange;
}

export interface ProjectLife {
  readonly inForce: InForce;
  readonly steps: readonly LifeStep[];
}

interface Progress {
  readonly inForce: boolean;
  readonly started: boolean;
  readonly suspended: boolean;
  readonly registered: bigint;
}

const standingOf = ({ inForce, started, suspended, registered }: Progress): ProjectStanding => ({
  inForce,
  operating: inForce && started && !suspended,
  registered: inForce ? registered : 0n,
});

const isTermination = (type: ProjectStep): boolean => type === 'TERMINATE_VOL' || type === 'TERMINATE_EXP' || type === 'TERMINATE_FORCED';

function progressAfter(was: Progress, type: ProjectStep, amount: bigint): Progress {
  switch (type) {
    case 'ISSUED':
      return { ...was, inForce: true, registered: amount };
    case 'ADJUST_INC':
      return { ...was, registered: was.registered + amount };
    case 'ADJUST_DEC':
      return { ...was, registered: was.registered - amount };
    case 'START_OPERATION':
      return { ...was, started: true };
    case 'SUSPEND':
      return { ...was, suspended: true };
    case 'RESUME':
      return { ...was, suspended: false };
    case 'TERMINATE_VOL':
    case 'TERMINATE_EXP':
    case 'TERMINATE_FORCED':
      return { ...was, inForce: false };
    case 'ADJUST_NAME':
    case 'ADJUST_OTHER':
    case 'EXTEND':
    case 'TRANSFER':
      return was;
  }
}

function stepType(text: string): ProjectStep {
  if (text !== 'ISSUED' && text in PROJECT_STEPS) return text as ProjectStep;
  throw invalid('unknown_project_event', { vi: `Không có sự kiện dự án "${text}"`, en: `There is no project event "${text}"` });
}

/**
 * Walks a project's events in the order of their dates and seq. Events before the issue or after the termination, which
 * the registry refuses, change nothing; so does an amount in another currency than the certificate's.
 */
export function lifeOf(
  project: registryV1.ProjectRecorded,
  projectKey: string,
  events: ReadonlyMap<string, registryV1.ProjectEventRecorded>,
): ProjectLife {
  const issuedOn = plainDate(project.issuedOn);
  const ordered = [...events].sort(([, a], [, b]) => (a.date !== b.date ? (a.date < b.date ? -1 : 1) : a.seq - b.seq));
  const steps: LifeStep[] = [];
  let progress: Progress = { inForce: false, started: false, suspended: false, registered: 0n };
  let until: PlainDate | undefined;
  const take = (date: PlainDate, type: ProjectStep, amount: bigint, source: LifeStep['source']): void => {
    const after = progressAfter(progress, type, amount);
    steps.push({ date, type, source, change: { amount, before: standingOf(progress), after: standingOf(after) } });
    progress = after;
  };
  take(issuedOn, 'ISSUED', project.registeredAmount, { kind: 'projects', key: projectKey });
  for (const [key, event] of ordered) {
    const [date, type] = [plainDate(event.date), stepType(event.type)];
    if (date < issuedOn || until !== undefined) continue;
    const amount = event.currency === project.currency ? (event.amount ?? 0n) : 0n;
    take(date, type, amount, { kind: 'project-events', key });
    if (isTermination(type)) until = date;
  }
  return { inForce: until === undefined ? { from: issuedOn } : { from: issuedOn, until }, steps };
}

/** The facts of a project's life by the mapping table. */
export function lifeFacts(life: ProjectLife, at: { readonly currency: string } & Pick<FactContent, 'capital' | 'park'>): FactContent[] {
  const { currency, ...place } = at;
  return life.steps
    .flatMap(({ date, type, source, change }) =>
      PROJECT_STEPS[type].map((line) => ({
        measure: line.measure,
        measureUnit: line.unit === 'currency' ? currency : line.unit,
        ...place,
        date,
        value: line.value(change),
        n: line.n(change),
        missing: 0,
        source,
      })),
    )
    .filter(({ value, n }) => value !== 0n || n !== 0);
}
