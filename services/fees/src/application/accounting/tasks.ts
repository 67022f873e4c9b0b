import { notFound } from '@kcn/kernel';
import type { LocalizedText, PlainDate } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import { foldCollection } from '../../domain/collection/fold';
import { compareTexts } from '../../domain/collection/payment-line';
import { actsOf } from './act';
import type { Act, Acts, ContentOf } from './act';
import type { ReadFacts } from './known-facts-of';
import type { ActRule } from './two-person-act';

/** Something that an accountant has to look at. */
export interface AccountantTask extends LocalizedText {
  /** Names it for ever: the same finding is the same task. */
  readonly id: string;
  readonly code: string;
  readonly subject: string;
  readonly day: PlainDate;
  /** Who looked at it; undefined while nobody has. */
  readonly done: { readonly by: string; readonly at: Date | undefined; readonly reason: string } | undefined;
}

export interface TasksOptions {
  readonly acts: Pick<Acts, 'inForce'>;
  readonly facts: ReadFacts;
  /** What else an accountant has to look at. */
  readonly more?: (session: Session | undefined, board: string) => Promise<readonly Omit<AccountantTask, 'done'>[]>;
}

const taskNotFound = (id: string): Error => notFound('task_not_found', { vi: `Không có việc "${id}"`, en: `There is no task "${id}"` });

const withDone = (acts: readonly Act[]) => {
  const done = new Map(actsOf('task-done', acts).map((act) => [act.content.task, act]));
  return (id: string): AccountantTask['done'] => {
    const act = done.get(id);
    return act && { by: act.proposer, at: act.decidedAt, reason: act.reason };
  };
};

/** What matching and the registry's events found that a person has to look at, by day. What no longer is so is no task any more. */
export const createTaskList =
  ({ acts, facts, more }: TasksOptions) =>
  async (session: Session | undefined, board: string): Promise<AccountantTask[]> => {
    const doneOf = withDone(await acts.inForce(session, board));
    const found = foldCollection(await facts(session, board)).tasks.map(({ code, subject, day, vi, en }) => {
      const id = `${code}:${subject}:${day}`;
      return { id, code, subject, day, vi, en };
    });
    return [...found, ...((await more?.(session, board)) ?? [])]
      .sort((a, b) => compareTexts(a.day, b.day))
      .map((task) => ({ ...task, done: doneOf(task.id) }));
  };

export type TaskList = ReturnType<typeof createTaskList>;

/** An accountant has looked at it. */
export const taskDoneRule = ({ tasks }: { readonly tasks: TaskList }): ActRule<ContentOf<'task-done'>> => ({
  proposedBy: 'accountant',
  confirmedBy: undefined,
  moves: false,
  subjectOf: ({ task }) => task,
  async judge(content, { session, board }) {
    if (!(await tasks(session, board)).some(({ id }) => id === content.task)) throw taskNotFound(content.task);
    return content;
  },
});
