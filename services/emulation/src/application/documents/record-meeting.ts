import { emulationAwardEvents } from '@kcn/contracts';
import { invalid } from '@kcn/kernel';
import type { EventLog, OnceResult, RunOnce } from '@kcn/messaging';
import type { MeetingRecord } from '../../domain/year-documents/meeting-record';
import { meetingTextsOf } from '../../domain/year-documents/meeting-texts';
import type { Command } from '../awards/ports';
import type { BlocVersions, BlocYear } from '../bloc/ports';
import { readLeaderYear } from '../pull/leader-year';
import type { CheckDocument, KeptMeeting, Meetings } from './ports';

export interface MeetingRecordingOptions {
  readonly versions: BlocVersions;
  readonly meetings: Meetings;
  readonly log: EventLog;
  readonly runOnce: RunOnce;
  readonly check: CheckDocument;
}

/** Keeps what the bloc's papers say of the meeting at which it chose. */
export function createMeetingRecording({ versions, meetings, log, runOnce, check }: MeetingRecordingOptions) {
  return {
    /**
     * Records the meeting in the place of what was recorded before.
     * @throws DomainError not_found `unknown_bloc`; invalid `unknown_member`, `document_refused`
     */
    async record(
      command: Command<{ readonly bloc: string; readonly year: number; readonly record: MeetingRecord }>,
    ): Promise<OnceResult<{ revision: number }>> {
      const { board, bloc, year, record, actor } = command;
      const name: BlocYear = { board, bloc, year };
      const { set } = await readLeaderYear(versions, name);
      const unknown = record.attendees.filter(({ member }) => !set.bloc.members.some(({ id }) => id === member));
      if (unknown.length > 0)
        throw invalid('unknown_member', {
          vi: `Không phải thành viên của khối: ${unknown.map(({ member }) => member).join(', ')}`,
          en: `Not a member of the bloc: ${unknown.map(({ member }) => member).join(', ')}`,
        });
      check(meetingTextsOf(record));
      return runOnce(command, async (session) => {
        const revision = ((await meetings.last(name, session))?.revision ?? 0) + 1;
        const { lastPosition, recordedAt } = await log.append(session, board, [
          {
            ...{ aggregate: `bloc-meeting:${bloc}/${year.toString()}`, aggregateVersion: revision },
            type: emulationAwardEvents.meetingRecorded.type,
            payload: emulationAwardEvents.meetingRecorded.codec
              .encode({ bloc, year, revision, heldOn: record.heldOn, record: Buffer.from(JSON.stringify(record)) })
              .finish(),
            ...{ actor, cause: `http:${command.key}` },
          },
        ]);
        await meetings.insert(session, { ...name, revision, record, actor });
        return { response: { revision }, lastPosition, recordedAt };
      });
    },

    /** @throws DomainError not_found `unknown_bloc` */
    async find(name: BlocYear): Promise<KeptMeeting | undefined> {
      await readLeaderYear(versions, name);
      return meetings.last(name);
    },
  };
}

export type MeetingRecording = ReturnType<typeof createMeetingRecording>;
