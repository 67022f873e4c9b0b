/** jest's globalTeardown: ends the servers that start-servers.cjs started. */
module.exports = async () => {
  await globalThis.kcnTestServers?.stop();
};
