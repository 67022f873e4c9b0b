import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import type { JSONWebKeySet } from 'jose';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { spawnService } from './processes/spawn-service';
import { seeded } from './random/seeded';
import { withDatabase } from './servers/fresh-database';
import { eventually } from './time/eventually';
import { testTokens } from './tokens/test-tokens';

describe('seeded', () => {
  test('the same seed gives the same sequence, within bounds', () => {
    const draw = (): number[] => {
      const random = seeded(42);
      return Array.from({ length: 500 }, () => random.int(1, 6));
    };
    expect(draw()).toEqual(draw());
    expect([...new Set(draw())].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('a shuffle keeps every item', () => {
    const shuffled = seeded(7).shuffle(['a', 'b', 'c', 'd']);
    expect(shuffled.toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('eventually', () => {
  test('answers the first answer that holds', async () => {
    let tries = 0;
    expect(await eventually(() => (++tries < 3 ? undefined : tries), { describe: 'three tries' })).toBe(3);
  });

  test('says what did not happen and why', async () => {
    const attempt = (): never => {
      throw new Error('connection refused');
    };
    await expect(eventually(attempt, { describe: 'the door opens', timeoutMs: 60 })).rejects.toThrow(
      /the door opens.*60 ms.*connection refused/,
    );
  });
});

describe('testTokens', () => {
  test('a signed token verifies against the JWKS file', async () => {
    const tokens = await testTokens();
    const keys = createLocalJWKSet(JSON.parse(readFileSync(tokens.jwksFile, 'utf8')) as JSONWebKeySet);
    const { payload } = await jwtVerify(await tokens.sign({ sub: 'an', boards: ['hung-yen'], roles: ['approver'] }), keys, {
      issuer: tokens.issuer,
      audience: tokens.audience,
    });
    expect(payload).toMatchObject({ sub: 'an', boards: ['hung-yen'], roles: ['approver'] });
    await expect(jwtVerify(await tokens.sign({ expiresIn: '-1m' }), keys)).rejects.toThrow(/exp/);
    await tokens.drop();
  });
});

describe('spawnService', () => {
  const program = async (text: string): Promise<string> => {
    const file = join(await mkdtemp(join(tmpdir(), 'kcn-spawn-')), 'program.js');
    await writeFile(file, text);
    return file;
  };

  test('waits for a line, kills, and keeps the output', async () => {
    const entry = await program('console.log("ready", process.env.COLOUR, process.env.HOME); setInterval(() => {}, 1000);');
    const service = await spawnService(entry, { COLOUR: 'red' });
    expect(await service.waitForLine(/^ready/)).toBe('ready red undefined');
    await service.kill();
    expect(await service.ended).toEqual({ code: null, signal: 'SIGKILL' });
    expect(service.output()).toBe('ready red undefined');
    await rm(entry);
  });

  test('a process that ends without the line is an error with its output', async () => {
    const service = await spawnService(await program('console.error("no database"); process.exit(3);'));
    await expect(service.waitForLine(/^ready/)).rejects.toThrow(/it ended with 3\nno database/);
  });
});

test('withDatabase puts the name where it belongs', () => {
  expect(withDatabase('mongodb://127.0.0.1:1/?replicaSet=rs0', 'a')).toBe('mongodb://127.0.0.1:1/a?replicaSet=rs0');
  expect(withDatabase('mongodb://h:1,h:2/old', 'a')).toBe('mongodb://h:1,h:2/a');
});
