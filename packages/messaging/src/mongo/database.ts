import type { Connection, mongo } from 'mongoose';

/** The driver's database behind a mongoose connection: hot paths use it directly, without mongoose's buffering and hydration. */
export const databaseOf = (connection: Connection): mongo.Db => connection.getClient().db(connection.name);

export type { Connection } from 'mongoose';
export type Session = mongo.ClientSession;
