import { unitLabel } from './units';

it('names the catalogue’s units and leaves currencies as they are', () => {
  expect(unitLabel('project')).toEqual({ vi: 'dự án', en: 'projects' });
  expect(unitLabel('m3/day').vi).toBe('m³/ngày đêm');
  expect(unitLabel('USD')).toEqual({ vi: 'USD', en: 'USD' });
  expect(unitLabel('constructor')).toEqual({ vi: 'constructor', en: 'constructor' });
});
