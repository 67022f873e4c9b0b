import type { registryV1 } from '@kcn/contracts';
import { units } from '@kcn/contracts';
import type { ProjectEventType } from '../domain/projects/project-event';
import { inOrder, lifeOf } from '../domain/projects/judge-project';
import type { EventRecord } from '../domain/projects/judge-project';
import { allowedActions } from '../domain/projects/project-life';
import type { ProjectLife } from '../domain/projects/project-life';
import type { RecordReader, RecordView } from './record-reader';

/** A project with everything recorded of it. */
export interface ProjectView {
  readonly record: registryV1.ProjectRecorded;
  readonly life: ProjectLife;
  readonly allowedActions: readonly ProjectEventType[];
  /** In the order in which they happened. */
  readonly events: readonly EventRecord[];
  readonly records: readonly RecordView[];
  readonly version: number;
}

/** Puts a project together from its unit's records; undefined when the project itself is not among them. */
export function toProjectView(records: readonly RecordView[]): ProjectView | undefined {
  const found = records.find(({ record }) => record.kind === 'projects')?.record;
  if (found?.kind !== 'projects') return undefined;
  const events = inOrder(records.flatMap(({ record }) => (record.kind === 'project-events' ? [record] : [])));
  const life = lifeOf(found.content, events);
  return {
    record: found.content,
    life,
    allowedActions: allowedActions(life.state),
    events,
    records,
    version: Math.max(...records.map((view) => view.unitVersion)),
  };
}

export async function findProject(
  reader: RecordReader,
  board: string,
  projectCode: string,
  upTo?: number,
): Promise<ProjectView | undefined> {
  return toProjectView(await reader.unit(board, units.project(projectCode), upTo));
}
