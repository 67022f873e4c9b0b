import type { PlainDate } from '@kcn/kernel';
import { invalid } from '@kcn/kernel';

/** A board's place in a bloc, with dates: boards merge and blocs are recut, what was stays true for its time. */
export interface Membership {
  readonly bloc: string;
  readonly member: string;
  readonly from: PlainDate;
  /** Last day; open where absent. */
  readonly to?: PlainDate;
}

const isOn = ({ from, to }: Membership, day: PlainDate): boolean => from <= day && (to === undefined || day <= to);

const overlaps = (a: Membership, b: Membership): boolean =>
  (b.to === undefined || a.from <= b.to) && (a.to === undefined || b.from <= a.to);

/** The blocs of a board on a day; a board may be in several (the ministry's, the province's). */
export function blocsOf(
  memberships: readonly Membership[],
  { member, on }: { readonly member: string; readonly on: PlainDate },
): readonly string[] {
  return memberships.filter((one) => one.member === member && isOn(one, on)).map((one) => one.bloc);
}

export function membersOf(
  memberships: readonly Membership[],
  { bloc, on }: { readonly bloc: string; readonly on: PlainDate },
): readonly string[] {
  return memberships.filter((one) => one.bloc === bloc && isOn(one, on)).map((one) => one.member);
}

/**
 * Adds a membership.
 *
 * @throws DomainError invalid `ends_before_it_begins`, `already_member`
 */
export function addMembership(memberships: readonly Membership[], added: Membership): readonly Membership[] {
  if (added.to !== undefined && added.to < added.from)
    throw invalid('ends_before_it_begins', { vi: 'Ngày kết thúc trước ngày bắt đầu', en: 'The last day is before the first' });
  if (memberships.some((one) => one.bloc === added.bloc && one.member === added.member && overlaps(one, added)))
    throw invalid('already_member', {
      vi: 'Đơn vị đã là thành viên của khối trong thời gian này',
      en: 'The board is a member of the bloc in that time already',
    });
  return [...memberships, added];
}
