/**
 * What nobody means, in every place where a client may write something: whatever the answer is, it is not a fault of
 * ours. Values that break SQL, numbers beyond their columns, text that cannot be stored, shapes nobody asked for.
 */
import type { Route } from '../../platform/http/route';
import { leavesOf, nameOf, send, textOf, withLeaf, type Target } from './requests';
import type { Sample } from './samples';
import type { Tenant } from './tenant';

const words = ['', '0', '-1', '1.5', '1e3', 'NaN', '2147483648', '999999999999999', "1' OR '1'='1", '1); DROP TABLE "Users";--', '../../etc/passwd', '%', '{{nome}}', '\0', '\ud83d', '🙂'.repeat(300)];
const shapes = [null, true, -1, 0, 1.5, 2_147_483_648, 1e308, [], [null], {}, { length: 1e9 }, { $ne: 1 }];

/** @returns what failed, one line each */
export async function exerciseHostility(target: Target, routes: readonly Route[], samples: Readonly<Record<string, Sample>>, own: Tenant, bearerOf: (route: Route) => string | null): Promise<string[]> {
  const failed: string[] = [];
  for (const route of routes) {
    const sample = samples[nameOf(route)]?.request(own) ?? {};
    for (const { path } of leavesOf(sample)) {
      if (path[0] === 'file') continue;
      const values = path[0] === 'body' ? [...words, ...shapes] : words;
      const answers = values.map(async (value) => ({ value, res: await send(target, route, withLeaf(sample, path, value), bearerOf(route)) }));
      for (const { value, res } of await Promise.all(answers)) {
        if (res.status >= 500) failed.push(`${nameOf(route)} with ${path.join('.')} = ${JSON.stringify(value).slice(0, 40)} answers ${res.status}: ${textOf(res).slice(-100)}`);
      }
    }
  }
  return failed;
}
