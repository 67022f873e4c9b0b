import { createHash } from 'node:crypto';
import { reportingEvents } from '@kcn/contracts';
import { forbidden, instantFromDate, lastYearOf, precondition, unavailable, windowOf, yearOfPeriod } from '@kcn/kernel';
import type { CommandName, EventLog, OnceResult, RunOnce } from '@kcn/messaging';
import type { SummaryFigure } from '../../domain/figures/figure';
import { RULES_VERSION } from '../../domain/rules-version';
import { summaryDifferences } from '../../domain/summary/differences';
import type { SummaryDifference } from '../../domain/summary/differences';
import type { SourceLog } from '../../domain/source-log';
import type { Makers, OwnRecords, Publication, Publications } from '../ports';
import { positionsOnWire } from '../positions-on-wire';
import { logsOf } from './open-figures';
import type { Vector, VectorResolver } from './resolve-vector';
import type { Summaries, SummaryName } from './summaries';

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export interface PublishCommand {
  readonly command: CommandName;
  readonly summary: SummaryName;
  readonly actor: string;
}

export interface Published {
  readonly revision: number;
  readonly sha256: string;
  readonly published_at: string;
  readonly as_of: string;
  readonly differences: readonly SummaryDifference[];
}

export interface PublisherOptions {
  readonly vectors: VectorResolver;
  readonly summaries: Summaries;
  readonly publications: Publications;
  readonly makers: Readonly<Record<SourceLog, Makers>>;
  readonly ownRecords: Pick<OwnRecords, 'hasMaker'>;
  readonly log: EventLog;
  readonly runOnce: RunOnce;
}

interface Printed {
  readonly figures: readonly SummaryFigure[];
  readonly meta: Readonly<Record<string, unknown>>;
}

const read = (bytes: Uint8Array): Printed => JSON.parse(Buffer.from(bytes).toString('utf8')) as Printed;

/** What a summary says, without since when it is known: a revision that says the same is no revision. */
const contentOf = ({ figures, meta }: Printed): string => JSON.stringify([figures, { ...meta, as_of: undefined, positions: undefined }]);

/** Whether two summaries' bytes say the same figures, from whatever instant. */
export const saySame = (a: Uint8Array, b: Uint8Array): boolean => contentOf(read(a)) === contentOf(read(b));

interface Prepared {
  readonly vector: Vector & { readonly asOf: NonNullable<Vector['asOf']> };
  readonly bytes: Uint8Array;
}

const { summaryPublished } = reportingEvents;

/** Fixes summaries for ever, as revisions 1, 2, … */
export function createPublisher({ vectors, summaries, publications, makers, ownRecords, log, runOnce }: PublisherOptions) {
  async function refuseMaker({ place, positions }: Vector, { period, calendar }: SummaryName, subject: string): Promise<void> {
    const untilMonth = windowOf(period, calendar).to.slice(0, 7);
    const logs = logsOf({ positions });
    const [own, ...told] = await Promise.all([
      ownRecords.hasMaker(place.board, {
        subject,
        periods: [period, lastYearOf(period)],
        year: yearOfPeriod(period),
        upTo: positions.reporting,
      }),
      ...logs.map((log) => makers[log].hasMaker(place, { subject, untilMonth, upTo: positions[log] ?? 0 })),
    ]);
    if (!own && !told.includes(true)) return;
    throw forbidden('maker_is_checker', {
      vi: 'Người đã nhập số liệu của kỳ này không được công bố nó; cần một người duyệt khác',
      en: 'Who recorded data of this period may not publish it; another approver is needed',
    });
  }

  async function prepare(board: string, name: SummaryName, actor: string): Promise<Prepared> {
    const vector = await vectors.resolve(board, undefined);
    const { asOf } = vector;
    if (asOf === null)
      throw unavailable('registry_unconfirmed', {
        vi: 'Chưa hỏi được dịch vụ nguồn (đăng ký, thu phí, thi đua) xem số liệu đã đủ chưa',
        en: 'A source (registry, fees, emulation) cannot confirm for the moment that the data is complete',
      });
    if (vector.parked > 0) {
      throw precondition('events_parked', {
        vi: `${vector.parked.toString()} sự kiện chưa tính được; xử lý xong mới công bố`,
        en: `${vector.parked.toString()} events could not be applied; publish once they are`,
        params: { parked: vector.parked },
      });
    }
    await refuseMaker(vector, name, actor);
    const narrowed = await summaries.narrow(vector, name);
    return { vector: { ...narrowed, asOf: narrowed.asOf ?? asOf }, bytes: await summaries.render(narrowed, name) };
  }

  return {
    /**
     * @throws DomainError precondition `not_settled`, `events_parked`, `nothing_changed`; forbidden `maker_is_checker`;
     *   unavailable `registry_unconfirmed`; invalid `idempotency_key_reused`
     */
    publish({ command, summary, actor }: PublishCommand): Promise<OnceResult<Published>> {
      const { board } = command;
      const name = { board, ...summary };
      let prepared: Promise<Prepared> | undefined;
      return runOnce(command, async (session) => {
        const { vector, bytes } = await (prepared ??= prepare(board, summary, actor));
        const before = await publications.last(session, name);
        const now = read(bytes);
        const then = before && read(before.bytes);
        if (then && contentOf(then) === contentOf(now)) {
          throw precondition('nothing_changed', {
            vi: 'Không có gì khác với lần công bố trước',
            en: 'Nothing differs from the last revision',
            params: { revision: before.revision },
          });
        }
        const revision = (before?.revision ?? 0) + 1;
        const sha256 = sha256Of(bytes);
        const positions = vector.positions;
        const payload = summaryPublished.codec
          .encode({
            ...summary,
            revision,
            sha256,
            positions: positionsOnWire(positions),
            rulesVersion: RULES_VERSION,
          })
          .finish();
        const { lastPosition, recordedAt } = await log.append(session, board, [
          {
            aggregate: `summary:${summary.period}:${summary.calendar}`,
            aggregateVersion: revision,
            type: summaryPublished.type,
            payload,
            actor,
            cause: `http:${command.key}`,
          },
        ]);
        const publication: Publication = {
          ...name,
          revision,
          sha256,
          bytes,
          positions,
          asOf: vector.asOf,
          rulesVersion: RULES_VERSION,
          publishedAt: instantFromDate(recordedAt),
          actor,
          differences: then ? summaryDifferences(then.figures, now.figures) : [],
        };
        await publications.insert(session, publication);
        const response: Published = {
          revision,
          sha256,
          published_at: publication.publishedAt,
          as_of: vector.asOf,
          differences: publication.differences,
        };
        return { response, lastPosition, recordedAt };
      });
    },
  };
}

export type Publisher = ReturnType<typeof createPublisher>;
