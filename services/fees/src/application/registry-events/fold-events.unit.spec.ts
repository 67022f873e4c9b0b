import { plainDate } from '@kcn/kernel';
import type { LogEntry } from '@kcn/messaging';
import { aProject, aProjectEvent, logEntriesOf } from '../../spec-support/registry-stand-in';
import type { KnownProject } from '../../domain/registry/registry-copy';
import { foldProject } from './fold-events';
import { readRegistryEvent } from './read-event';

/** What the registry answered when it was asked: three events, of which the topic has brought none yet. */
const LOOKED_UP: KnownProject = {
  projectCode: 'P',
  version: 3,
  isRecorded: true,
  name: 'Tên mới',
  parkCode: 'kcn-a',
  enterpriseTaxCode: '1',
  terminations: {},
};

const fold = (known: KnownProject | undefined, entry: LogEntry): KnownProject => {
  const record = readRegistryEvent(entry);
  if (record?.kind !== 'projects' && record?.kind !== 'project-events') throw new Error('no project');
  return foldProject(known, record, entry);
};

test('events behind what was looked up change nothing of it, those after it do', () => {
  const [registered, terminated, corrected, later] = logEntriesOf('b', [
    aProject('P', { name: 'Tên cũ' }),
    aProjectEvent('P', { date: '2026-05-15' }),
    { kind: 'project-events', unit: 'project:P', key: 'P|2026-05-15|1' },
    aProjectEvent('P', { date: '2026-08-15' }),
  ]) as [LogEntry, LogEntry, LogEntry, LogEntry];
  const behind = [registered, terminated, corrected].reduce<KnownProject>(fold, LOOKED_UP);
  expect(behind).toEqual(LOOKED_UP);
  expect(fold(behind, later)).toEqual({ ...LOOKED_UP, version: 4, terminations: { '2026-08-15|1': plainDate('2026-08-15') } });
  // From nothing, the same events come to the same.
  const fromEvents = [registered, terminated, corrected, later].reduce<KnownProject | undefined>(fold, undefined);
  expect(fromEvents?.terminations).toEqual({ '2026-08-15|1': plainDate('2026-08-15') });
});
