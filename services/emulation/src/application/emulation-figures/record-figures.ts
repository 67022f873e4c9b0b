import { figureFactsRecorded } from '@kcn/contracts';
import type { EventLog, Session } from '@kcn/messaging';
import { resultFigures } from '../../domain/emulation-figures/result-figures';
import type { BlocResult } from '../../domain/result/score-bloc';

export interface FrozenFigures {
  readonly result: Pick<BlocResult, 'bloc' | 'ranking' | 'criteriaVersion'>;
  /** Members whose boards this deployment hosts; the others learn their place from the published result. */
  readonly hosted: readonly string[];
  readonly actor: string;
  readonly cause: string;
}

/**
 * Tells reporting what a frozen or published result means for the figures of the members hosted here: an event in the log of each
 * member's board, in the transaction that freezes. A result frozen anew replaces what the earlier one said.
 */
export const createFigureRecorder = ({ log }: { readonly log: Pick<EventLog, 'append' | 'read'> }) => {
  async function versionOf(board: string, unit: string): Promise<number> {
    let version = 0;
    for await (const chunk of log.read(board, 0)) for (const entry of chunk) if (entry.aggregate === unit) version = entry.aggregateVersion;
    return version;
  }

  return async (session: Session, { result, hosted, actor, cause }: FrozenFigures): Promise<void> => {
    for (const [member, content] of resultFigures(result)) {
      if (!hosted.includes(member)) continue;
      const { unit } = content;
      const payload = figureFactsRecorded.codec.encode(content).finish();
      const aggregateVersion = (await versionOf(member, unit)) + 1;
      await log.append(session, member, [{ aggregate: unit, aggregateVersion, type: figureFactsRecorded.type, payload, actor, cause }]);
    }
  };
};
