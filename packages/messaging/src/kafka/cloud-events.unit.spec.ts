import type { LogEntry } from '../log/log-entry';
import { createEventEncoder, decodeEvent } from './cloud-events';
import type { IncomingMessage, OutgoingMessage } from './event-bus';

const entry: LogEntry = {
  board: 'hung-yen',
  position: 17,
  recordedAt: new Date('2026-11-25T04:10:00.123Z'),
  aggregate: 'project:0123456789',
  aggregateVersion: 3,
  type: 'kcn.registry.v1.ProjectRecorded',
  payload: Buffer.from([8, 1]),
  actor: 'nguyen-van-a',
  cause: 'http:k1',
  reason: 'Nhập nhầm',
};

const overTheWire = (message: OutgoingMessage, without: readonly string[] = []): IncomingMessage => ({
  topic: 't',
  partition: 0,
  offset: '0',
  key: Buffer.from(message.key),
  value: Buffer.from(message.value),
  headers: Object.fromEntries(
    Object.entries(message.headers).flatMap(([name, value]) => (without.includes(name) ? [] : [[name, Buffer.from(value)]])),
  ),
});

describe('CloudEvents headers', () => {
  const encode = createEventEncoder('registry');

  test('are written all, in binary mode', () => {
    const { key, headers } = encode(entry);
    expect(key).toBe('hung-yen/project:0123456789');
    expect(Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.toString()]))).toEqual({
      ce_specversion: '1.0',
      ce_id: '/kcn/registry/hung-yen/17',
      ce_source: '/kcn/registry/hung-yen',
      ce_type: 'kcn.registry.v1.ProjectRecorded',
      ce_time: '2026-11-25T04:10:00.123Z',
      ce_recordedtime: '2026-11-25T04:10:00.123Z',
      ce_partitionkey: 'hung-yen/project:0123456789',
      'content-type': 'application/protobuf',
      ce_board: 'hung-yen',
      ce_position: '17',
      ce_aggregate: 'project:0123456789',
      ce_aggregateversion: '3',
      ce_actor: 'nguyen-van-a',
      ce_cause: 'http:k1',
      ce_reason: 'Nhập nhầm',
    });
  });

  test('are read back, also without those that place nothing', () => {
    expect(decodeEvent(overTheWire(encode(entry)))).toEqual(entry);
    const { reason: _reason, ...rest } = entry;
    expect(
      decodeEvent(overTheWire(encode(entry), ['ce_actor', 'ce_cause', 'ce_reason', 'ce_recordedtime', 'ce_id', 'content-type'])),
    ).toEqual({ ...rest, actor: '', cause: '' });
  });

  test.each(['ce_board', 'ce_position', 'ce_aggregate', 'ce_aggregateversion', 'ce_type'])('are unreadable without %s', (name) => {
    expect(() => decodeEvent(overTheWire(encode(entry), [name]))).toThrow(
      expect.objectContaining({ code: 'unreadable_headers', category: 'invalid' }),
    );
  });

  test.each(['0', '-1', '1.5', 'x', '99999999999999999999'])('are unreadable with position %s', (position) => {
    const message = overTheWire(encode(entry));
    expect(() => decodeEvent({ ...message, headers: { ...message.headers, ce_position: Buffer.from(position) } })).toThrow(
      expect.objectContaining({ code: 'unreadable_headers' }),
    );
  });
});
