import type { PlainDate } from '@kcn/kernel';

export interface Attendee {
  readonly name: string;
  /** `Trưởng Ban`, `Phó Vụ trưởng Vụ Quản lý các khu kinh tế`. */
  readonly capacity: string;
}

/** A head, or who came in the head's place. */
export interface MemberAttendee extends Attendee {
  readonly member: string;
}

/** Number and date of a paper, as the office gave it. */
export interface PaperReference {
  /** `05/BB-KTĐ` */
  readonly number: string;
  readonly date: PlainDate;
}

/** The meeting at which a bloc chose (hội nghị bình xét), as its secretary recorded it. */
export interface MeetingRecord {
  readonly heldOn: PlainDate;
  /** `08:30` */
  readonly beginsAt: string;
  readonly endsAt: string;
  readonly venue: string;
  /** Stands before the date of each paper. */
  readonly town: string;
  readonly chair: Attendee;
  readonly secretary: Attendee;
  readonly attendees: readonly MemberAttendee[];
  readonly guests: readonly Attendee[];
  /** What was said, a point each. */
  readonly statements: readonly string[];
  readonly papers: {
    readonly minutes?: PaperReference;
    readonly proposal?: PaperReference;
    readonly ranking?: PaperReference;
  };
}
