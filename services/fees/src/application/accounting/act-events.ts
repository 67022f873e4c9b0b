import { feesEvents } from '@kcn/contracts';
import type { NewEvent } from '@kcn/messaging';
import type { Act, ActContent } from './act';

/** `interest-note` → `interestNote`, the message's member for it. */
const memberOf = (kind: ActContent['kind']): string => kind.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());

type Named = Pick<Act, 'id' | 'content' | 'reason'>;
type Body = Pick<NewEvent, 'type' | 'payload'>;

const bodyOf = ({ id, content, reason }: Named): object => ({ act: id, content: { [memberOf(content.kind)]: content }, reason });

export function proposedEvent(act: Named): Body {
  const { type, codec } = feesEvents.actProposed;
  return { type, payload: codec.encode(codec.fromJSON(bodyOf(act))).finish() };
}

export function confirmedEvent(act: Named): Body {
  const { type, codec } = feesEvents.actConfirmed;
  return { type, payload: codec.encode(codec.fromJSON(bodyOf(act))).finish() };
}

export function rejectedEvent(act: string, reason: string): Body {
  const { type, codec } = feesEvents.actRejected;
  return { type, payload: codec.encode({ act, reason }).finish() };
}
