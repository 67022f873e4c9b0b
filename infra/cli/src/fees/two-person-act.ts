import { getJson } from '../api/answer';
import { isRefusal } from '../api/problem';
import type { ServiceClient } from '../api/service-client';
import { boardPath } from '../api/service-client';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { renderTable } from '../output/table';
import { moment, text } from '../output/vietnamese';
import type { TwoPeople } from './fees-clients';
import { findSecondPerson, firstPerson } from './fees-clients';

/** Something that a person did or proposed, as the service tells it. */
interface Act {
  readonly id: string;
  readonly kind: string;
  readonly state: 'proposed' | 'confirmed' | 'rejected';
  readonly subject: string;
  readonly reason: string;
  readonly proposer: string;
  readonly proposed_at: string;
  readonly decider: string | null;
}

interface Place {
  readonly board: string;
}

const STATES: Readonly<Record<Act['state'], string>> = {
  proposed: 'chờ người thứ hai / waits for a second person',
  confirmed: 'có hiệu lực / in force',
  rejected: 'bị bác / rejected',
};

const renderAct = (act: Act): string =>
  renderTable([
    ['việc / act', `${act.kind} ${act.subject}`],
    ['mã / id', act.id],
    ['trạng thái / state', STATES[act.state]],
    ['lý do / reason', text(act.reason)],
    ['người đề nghị / proposed by', `${act.proposer}, ${moment(act.proposed_at)}`],
    ['người xác nhận / confirmed by', text(act.decider)],
  ]);

function show({ screen }: CommandContext, { board }: Place, act: Act): ExitCode {
  if (act.state === 'proposed')
    screen.say({
      vi: `${act.kind} ${act.subject} chờ người thứ hai: kcn fees confirm ${act.id} --board ${board} --approve-as <người khác>`,
      en: 'it waits for a second person, who confirms it with that command',
    });
  screen.result({ document: act, human: () => renderAct(act) });
  return act.state === 'proposed' ? exitCodes.waiting : exitCodes.done;
}

async function confirm(context: CommandContext, second: ServiceClient, place: Place, id: string): Promise<ExitCode> {
  try {
    return show(context, place, getJson<Act>(await second.post(boardPath(place.board, 'acts', id, 'confirmation'), undefined)));
  } catch (error) {
    if (!isRefusal(error, 'maker_is_not_checker')) throw error;
    context.screen.say({ vi: error.vi, en: error.en });
    return show(context, place, getJson<Act>(await second.get(boardPath(place.board, 'acts', id))));
  }
}

/** The first person does it at `path`; where it needs a second one, that person confirms it, or it waits. */
export async function doByTwo(
  context: CommandContext,
  people: TwoPeople,
  { board, path, body }: Place & { readonly path: string; readonly body: object },
  first: ServiceClient = firstPerson(context, people),
): Promise<ExitCode> {
  const act = getJson<Act>(await first.post(path, body));
  const second = act.state === 'proposed' ? findSecondPerson(context, people) : undefined;
  return second ? confirm(context, second, { board }, act.id) : show(context, { board }, act);
}

/** A second person confirms what waits. */
export function confirmAct(
  context: CommandContext,
  { board, act, approveAs }: Place & { readonly act: string; readonly approveAs: string | undefined },
): Promise<ExitCode> {
  const second = approveAs === undefined ? context.fees : context.feesAs({ part: 'approver', subject: approveAs });
  return confirm(context, second, { board }, act);
}
