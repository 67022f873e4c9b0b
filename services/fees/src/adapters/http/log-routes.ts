import { notFound } from '@kcn/kernel';
import type { EventLog, Relay } from '@kcn/messaging';
import type { Route } from '@kcn/service-kit';
import { defineRoute, ok } from '@kcn/service-kit';
import { z } from 'zod';

/** Answers only for a board of which something was recorded. */
export type CheckBoard = (board: string) => Promise<void>;

/** @throws DomainError not_found `unknown_board` */
export const createCheckBoard =
  (log: Pick<EventLog, 'head'>): CheckBoard =>
  async (board) => {
    if ((await log.head(board)).position === 0)
      throw notFound('unknown_board', { vi: `Không có ban quản lý "${board}"`, en: `There is no board "${board}"` });
  };

export interface LogRoutesOptions {
  readonly log: Pick<EventLog, 'head'>;
  readonly relay: Pick<Relay, 'published'>;
  readonly checkBoard: CheckBoard;
}

export const createLogRoutes = ({ log, relay, checkBoard }: LogRoutesOptions): Route[] => [
  defineRoute({
    method: 'get',
    path: '/v1/boards/:board/log/head',
    operationId: 'getLogHead',
    tags: ['log'],
    summary: 'The newest position of the board, and up to which one Kafka has acknowledged',
    roles: [],
    responses: {
      200: { description: 'Head', schema: z.object({ position: z.int(), recorded_at: z.string().nullable(), published: z.int() }) },
    },
    async handler({ board }) {
      await checkBoard(board);
      const [{ position, recordedAt }, published] = await Promise.all([log.head(board), relay.published(board)]);
      return ok({ position, recorded_at: recordedAt?.toISOString() ?? null, published });
    },
  }),
];
