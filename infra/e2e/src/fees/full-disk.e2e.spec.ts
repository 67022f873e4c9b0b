import { billOnFullDisk } from './bill-on-full-disk';

jest.setTimeout(900_000);

test('a billing run that meets a full disk goes on by itself once there is space', async () => {
  expect(await billOnFullDisk({ contracts: 8_000 })).toEqual([]);
});
