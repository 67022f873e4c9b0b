import type { ServiceError } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import type { CallFailure, FailureKind } from '../../domain/pull/call-failure';
import { OTHER_BOARD } from './peer-credentials';

const BY_STATUS: Readonly<Record<number, FailureKind>> = {
  [status.DEADLINE_EXCEEDED]: 'no-answer-in-time',
  [status.CANCELLED]: 'no-answer-in-time',
  [status.UNAUTHENTICATED]: 'refused-by-member',
  [status.PERMISSION_DENIED]: 'refused-by-member',
  [status.NOT_FOUND]: 'refused-by-member',
  [status.INVALID_ARGUMENT]: 'refused-by-member',
  [status.FAILED_PRECONDITION]: 'refused-by-member',
  [status.UNIMPLEMENTED]: 'refused-by-member',
  // grpc-js says so of an answer that is longer than we take.
  [status.RESOURCE_EXHAUSTED]: 'broken-answer',
};

/**
 * grpc-js reports a failed handshake as UNAVAILABLE with OpenSSL's words for it. An alert was sent by the other side, about
 * our certificate; without one it is theirs that does not hold.
 */
const HANDSHAKE: readonly (readonly [RegExp, FailureKind])[] = [
  [/alert (number|certificate|unknown ca|bad certificate|handshake failure)/i, 'refused-by-member'],
  [/certificate has expired|CERT_HAS_EXPIRED|certificate is not yet valid/i, 'peer-certificate-expired'],
  [
    new RegExp(
      `${OTHER_BOARD}|self.signed certificate|unable to (verify|get)|certificate signature failure|unsupported certificate|certificate (revoked|rejected)`,
      'i',
    ),
    'peer-not-trusted',
  ],
];

/** What a failed call to a member means for its verdict. */
export function callFailure(error: ServiceError): CallFailure {
  // What grpc-js adds of its own resolution says nothing about the member.
  const reason = `${status[error.code]}: ${error.details.replace(/ Resolution note:.*$/s, '')}`.slice(0, 300);
  // Without the other side's address the deadline passed before there was a connection: nobody listens, or something else does.
  if (error.code === status.DEADLINE_EXCEEDED && !error.details.includes('remote_addr=')) return { kind: 'no-connection', reason };
  if (error.code !== status.UNAVAILABLE) return { kind: BY_STATUS[error.code] ?? 'failed-at-member', reason };
  return { kind: HANDSHAKE.find(([words]) => words.test(error.details))?.[1] ?? 'no-connection', reason };
}
