import { z } from 'zod';
import type { MeetingRecord } from '../../domain/year-documents/meeting-record';
import { daySchema, decisionReferenceSchema } from './award-schemas';

const line = (max: number) => z.string().trim().min(1).max(max);
const timeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const attendee = z.strictObject({ name: line(120), capacity: line(200) });

export const meetingSchema = z.strictObject({
  held_on: daySchema,
  begins_at: timeSchema,
  ends_at: timeSchema,
  venue: line(200),
  town: line(60),
  chair: attendee,
  secretary: attendee,
  attendees: z.array(attendee.extend({ member: line(60) })).max(400),
  guests: z.array(attendee).max(100).default([]),
  statements: z.array(line(4_000)).max(200).default([]),
  papers: z
    .strictObject({
      minutes: decisionReferenceSchema.optional(),
      proposal: decisionReferenceSchema.optional(),
      ranking: decisionReferenceSchema.optional(),
    })
    .default({}),
});

export function meetingOf(body: z.output<typeof meetingSchema>): MeetingRecord {
  const { held_on: heldOn, begins_at: beginsAt, ends_at: endsAt, papers, ...rest } = body;
  const { minutes, proposal, ranking } = papers;
  return {
    ...{ ...rest, heldOn, beginsAt, endsAt },
    papers: { ...(minutes && { minutes }), ...(proposal && { proposal }), ...(ranking && { ranking }) },
  };
}

export const printMeeting = ({ heldOn, beginsAt, endsAt, ...rest }: MeetingRecord) => ({
  ...{ held_on: heldOn, begins_at: beginsAt, ends_at: endsAt },
  ...rest,
});
