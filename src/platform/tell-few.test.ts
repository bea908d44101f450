import type { CompanyId } from '../kernel/ids';
import { fewOrRefresh } from './tell-few';

it('gives back the items of quiet companies, and has a busy one refreshed once', () => {
  const items = Array.from({ length: 41 }, (_, i) => ({ companyId: (i < 20 ? 1 : 2) as CompanyId, i }));
  const refreshed: number[] = [];
  const few = fewOrRefresh(items, ({ companyId }) => companyId, (companyId) => void refreshed.push(companyId));
  expect([few.map(({ i }) => i), refreshed]).toEqual([Array.from({ length: 20 }, (_, i) => i), [2]]);
});
