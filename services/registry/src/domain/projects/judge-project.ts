import type { registryV1 } from '@kcn/contracts';
import { fitsInt64, formatMeasure } from '@kcn/kernel';
import type { Fault } from '@kcn/layouts';
import { fault } from '../faults/fault-catalogue';
import type { BoardRecord } from '../records/record';
import type { UnitFault } from '../units/unit-fault';
import { changesCapital, isProjectEvent } from './project-event';
import type { ProjectEventType } from './project-event';
import { STATE_NAMES_VI, allowedActions, beginProject, evolve } from './project-life';
import type { ProjectLife } from './project-life';

export type EventRecord = Extract<BoardRecord, { kind: 'project-events' }>;

/** By day, then by `seq`. */
export const inOrder = (events: readonly EventRecord[]): EventRecord[] =>
  events.toSorted((a, b) => (a.content.date === b.content.date ? a.content.seq - b.content.seq : a.content.date < b.content.date ? -1 : 1));

function findEventFault(life: ProjectLife, project: registryV1.ProjectRecorded, event: registryV1.ProjectEventRecorded): Fault | undefined {
  const { type: action, date, amount = 0n, currency } = event;
  if (!isProjectEvent(action)) return fault('unknown_value', { value: action, allowed: allowedActions(life.state).join(', ') }, 'type');
  if (date < project.issuedOn) return fault('event_before_issue', { action, date, issuedOn: project.issuedOn }, 'date');
  const allowed = allowedActions(life.state);
  if (!allowed.includes(action))
    return fault(
      'action_not_allowed',
      {
        action,
        date,
        stateVi: STATE_NAMES_VI[life.state],
        stateEn: life.state,
        allowedVi: allowed.join(', ') || 'không có',
        allowedEn: allowed.join(', ') || 'none',
      },
      'type',
    );
  if (changesCapital(action) && currency !== project.currency)
    return fault('currency_differs', { currency, expected: project.currency }, 'currency');
  if (action === 'ADJUST_DEC' && amount > life.registeredAmount) {
    return fault(
      'capital_below_zero',
      { amount: formatMeasure(amount, currency), capital: formatMeasure(life.registeredAmount, currency) },
      'amount',
    );
  }
  if (action === 'ADJUST_INC' && !fitsInt64(life.registeredAmount + amount)) return fault('capital_too_large', {}, 'amount');
  return undefined;
}

/** Where a project stands after all its events, those at fault left out. */
export function lifeOf(
  project: registryV1.ProjectRecorded,
  events: readonly EventRecord[],
  onFault: (fault: Fault, event: EventRecord) => void = () => undefined,
): ProjectLife {
  let life = beginProject(project.registeredAmount);
  for (const event of inOrder(events)) {
    const found = findEventFault(life, project, event.content);
    if (found) onFault(found, event);
    else life = evolve(life, event.content.type as ProjectEventType, event.content.amount ?? 0n);
  }
  return life;
}

/** What is wrong with a project's records taken together: its whole life is judged, whatever was recorded when. */
export function judgeProject(records: readonly BoardRecord[]): UnitFault[] {
  const faults: UnitFault[] = [];
  const blame = (found: Fault, { kind, key }: BoardRecord): void => {
    faults.push({ ...found, kind, key });
  };
  const events: EventRecord[] = [];
  let project: registryV1.ProjectRecorded | undefined;
  for (const record of records) {
    if (record.kind === 'projects') project = record.content;
    else if (record.kind === 'project-events') events.push(record);
  }
  if (!project) {
    for (const record of records) {
      const value = 'projectCode' in record.content ? record.content.projectCode : record.key;
      blame(fault('reference_unknown', { whatVi: 'dự án', whatEn: 'project', value }, 'project_code'), record);
    }
    return faults;
  }
  if (events.length > 0) lifeOf(project, events, blame);
  for (const record of records) {
    if (record.kind === 'implemented-capital' && record.content.currency !== project.currency) {
      blame(fault('currency_differs', { currency: record.content.currency, expected: project.currency }, 'currency'), record);
    }
  }
  return faults;
}
