import { reportingEvents } from '@kcn/contracts';
import { instantFromDate, notFound, precondition } from '@kcn/kernel';
import type { CommandName, EventLog, OnceResult, RunOnce } from '@kcn/messaging';
import { ownRecordId } from '../ports';
import type { OwnRecordName, OwnRecords } from '../ports';
import { aggregateOf, indexOf } from './own-kinds';

export interface WithdrawCommand {
  readonly command: CommandName;
  readonly record: OwnRecordName;
  /** Not empty. */
  readonly reason: string;
  readonly actor: string;
}

export interface Withdrawn {
  readonly kind: string;
  readonly key: string;
  readonly position: number;
  readonly recorded_at: string;
}

export interface WithdrawOptions {
  readonly log: EventLog;
  readonly ownRecords: OwnRecords;
  readonly runOnce: RunOnce;
}

const { recordWithdrawn } = reportingEvents;

/**
 * Ends a typed value or a plan: a version like any other, from now on it is as if it had never been.
 * @throws DomainError not_found `record_not_found`; precondition `catalogue_not_withdrawable`
 */
export function createWithdrawOwnRecord({ log, ownRecords, runOnce }: WithdrawOptions) {
  return ({ command, record: name, reason, actor }: WithdrawCommand): Promise<OnceResult<Withdrawn>> =>
    runOnce(command, async (session) => {
      const { board } = command;
      const { kind, key } = name;
      const record = (await ownRecords.current(session, board, [name])).get(ownRecordId(name));
      if (!record?.payload)
        throw notFound('record_not_found', { vi: `Không có bản ghi ${kind} "${key}"`, en: `There is no record ${kind} "${key}"` });
      if (kind === 'catalogue') {
        throw precondition('catalogue_not_withdrawable', {
          vi: 'Không thu hồi được chỉ tiêu: số liệu dẫn chiếu đến nó',
          en: 'An indicator cannot be withdrawn: values refer to it',
        });
      }
      const cause = `http:${command.key}`;
      const version = record.version + 1;
      const payload = recordWithdrawn.codec.encode({ kind, key, reason }).finish();
      const { lastPosition, recordedAt } = await log.append(session, board, [
        {
          aggregate: aggregateOf(name),
          aggregateVersion: version,
          type: recordWithdrawn.type,
          payload,
          before: record.payload,
          actor,
          cause,
          reason,
        },
      ]);
      await ownRecords.save(session, board, [
        { ...name, version, position: lastPosition, recordedAt, actor, cause, reason, ...indexOf(name) },
      ]);
      return { response: { kind, key, position: lastPosition, recorded_at: instantFromDate(recordedAt) }, lastPosition, recordedAt };
    });
}

export type WithdrawOwnRecord = ReturnType<typeof createWithdrawOwnRecord>;
