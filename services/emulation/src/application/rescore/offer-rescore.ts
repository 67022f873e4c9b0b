import { emulationYearEvents, reportingEvents } from '@kcn/contracts';
import { instantFromDate, invalid } from '@kcn/kernel';
import type { LogEntry, Projection, Session } from '@kcn/messaging';
import type { BlocVersions, BlocYear } from '../bloc/ports';
import { readKeptSet } from '../bloc/read-bloc-set';
import type { YearLog } from '../cycle/year-log';
import type { RescoreOffers } from './ports';

export interface RescoreOfferingOptions {
  readonly versions: Pick<BlocVersions, 'last' | 'names'>;
  readonly offers: RescoreOffers;
  readonly record: YearLog;
}

const { summaryPublished } = reportingEvents;
type Published = ReturnType<typeof summaryPublished.codec.decode>;

function decode({ payload }: LogEntry): Published {
  try {
    return summaryPublished.codec.decode(payload);
  } catch (cause) {
    throw invalid('bad_event', { vi: 'Không đọc được sự kiện', en: 'The event cannot be read', cause });
  }
}

/** Makes an offer of each published summary, for the member's own sheet and for its leader's ranking, where they are kept here. */
export function createRescoreOffering({ versions, offers, record }: RescoreOfferingOptions): Projection {
  /** The years kept here, by the member or its leader, that are scored by the period. */
  async function yearsOf(member: string, period: string): Promise<readonly BlocYear[]> {
    const found: BlocYear[] = [];
    for (const name of await versions.names({ year: Number(period.slice(0, 4)) })) {
      const kept = await versions.last(name);
      const bloc = kept && (await readKeptSet(kept.files)).bloc;
      const concerns = bloc?.period === period && bloc.members.some(({ id }) => id === member);
      if (concerns && (name.board === member || name.board === bloc.leader)) found.push(name);
    }
    return found;
  }

  async function offer(session: Session, name: BlocYear, event: LogEntry, { period, revision, sha256 }: Published): Promise<void> {
    const { board: member, recordedAt } = event;
    const unit = `rescore:${name.bloc}/${name.year.toString()}/${member}`;
    const { at } = await record(
      session,
      { board: name.board, unit, actor: event.actor, cause: `event:reporting/${member}/${event.position.toString()}` },
      [
        {
          type: emulationYearEvents.rescoreOffered.type,
          payload: emulationYearEvents.rescoreOffered.codec
            .encode({ bloc: name.bloc, year: name.year, member, period, summaryRevision: revision, summarySha256: sha256 })
            .finish(),
        },
      ],
    );
    await offers.save(session, {
      ...{ ...name, member, period, summaryRevision: revision, summarySha256: sha256 },
      id: `${name.board}/${name.bloc}/${name.year.toString()}/${member}/${revision.toString().padStart(6, '0')}`,
      ...{ publishedAt: instantFromDate(recordedAt), recordedAt: at },
    });
  }

  return {
    scope: () => Promise.resolve('rescore'),
    check: (event) => {
      if (event.type === summaryPublished.type) decode(event);
    },
    async apply(session, board, _scope, events) {
      for (const event of events) {
        if (event.type !== summaryPublished.type) continue;
        const published = decode(event);
        // The other calendar scores nothing.
        if (published.calendar !== 'calendar') continue;
        for (const name of await yearsOf(board, published.period)) await offer(session, name, event, published);
      }
    },
  };
}
