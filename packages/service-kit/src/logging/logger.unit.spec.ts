import { createLogger } from './logger';

it('blacks out tokens and keys wherever we log objects that may hold them', () => {
  const lines: string[] = [];
  const logger = createLogger({ name: 'x', level: 'info', destination: { write: (line) => void lines.push(line) } });
  logger.info(
    {
      headers: { authorization: 'Bearer s3cret' },
      request: { headers: { authorization: 's3cret', cookie: 's3cret' } },
      token: 's3cret',
      options: { privateJwk: { d: 's3cret' } },
      board: 'hung-yen',
    },
    'hello',
  );
  logger.debug('not this');
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain('s3cret');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    service: 'x',
    level: 'info',
    msg: 'hello',
    board: 'hung-yen',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
  });
});

it('logs an error with its cause and stack', () => {
  const lines: string[] = [];
  createLogger({ name: 'x', level: 'info', destination: { write: (line) => void lines.push(line) } }).error(
    { error: new Error('outer', { cause: new Error('inner') }) },
    'failed',
  );
  expect(lines[0]).toMatch(/outer.*inner/s);
});
