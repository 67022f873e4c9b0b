import type { Fact } from '../../domain/facts/fact';
import type { RecordVersion } from '../../domain/facts/record-version';
import { recordEvents } from '../record-events';

export type Json = Readonly<Record<string, unknown>>;

type Source = Fact['source'];

/** What a version says of the record that a fact comes from; null where it is withdrawn or not (or no longer) there. */
function contentOf({ kind, content }: RecordVersion, source: Source): unknown {
  if (content === null) return null;
  if (kind !== 'figure-facts') return (recordEvents[kind].codec as { toJSON(message: unknown): unknown }).toJSON(content);
  const told = content.records.find((record) => record.kind === source.kind && record.key === source.key);
  return told ? Object.fromEntries(told.details.map(({ name, text }) => [name, text])) : null;
}

const speaksOf = (version: RecordVersion, { kind, key }: Source): boolean =>
  version.kind === 'figure-facts' || (version.kind === kind && version.key === key);

const versionJson = (version: RecordVersion, record: unknown): Json => ({
  position: Number(version.position),
  recorded_at: version.recordedAt,
  actor: version.actor,
  cause: version.cause,
  ...(version.reason === undefined ? {} : { reason: version.reason }),
  record,
});

function decisionOf({ kind, content }: RecordVersion, record: unknown): string | null {
  if (content === null) return null;
  if (kind === 'figure-facts') return (record as { readonly decision_no?: string }).decision_no ?? null;
  const isDecided = kind === 'project-events' || kind === 'park-events';
  return isDecided && 'decisionNo' in content && content.decisionNo !== '' ? content.decisionNo : null;
}

/**
 * The record behind a fact as it stood when the fact became known, with its earlier versions.
 * @param versions of the fact's unit, oldest first
 */
export function recordOfFact({ source, position }: Fact, versions: readonly RecordVersion[]): Json {
  const told = versions
    .filter((version) => speaksOf(version, source) && version.position <= position)
    .map((version) => ({ version, record: contentOf(version, source) }))
    // A unit of another service tells of many records; a version that does not speak of this one is none of it.
    .filter(({ version, record }) => record !== null || version.kind !== 'figure-facts');
  // A record that was withdrawn is shown as it last stood.
  const shown = told.findLast(({ record }) => record !== null) ?? told.at(-1);
  return {
    source: { kind: source.kind, key: source.key, position: Number(shown?.version.position ?? position) },
    record: shown?.record ?? null,
    recorded_at: shown?.version.recordedAt ?? null,
    actor: shown?.version.actor ?? null,
    decision_no: shown ? decisionOf(shown.version, shown.record) : null,
    previous: told.filter((one) => one !== shown).map(({ version, record }) => versionJson(version, record)),
  };
}
