import { createAccess, type Grant } from './access';

interface Person {
  readonly id: number;
}

const grantOf = (token: string): Grant<Person> => ({ token, user: { id: 1 } });

/** The server's answers to renewals, given by the test one by one. */
function renewals() {
  const asked: { answer(grant: Grant<Person> | null): void; fail(error: Error): void }[] = [];
  const renew = () => new Promise<Grant<Person> | null>((resolve, reject) => asked.push({ answer: resolve, fail: reject }));
  return { asked, renew };
}

it('is out without a session, in with one', async () => {
  for (const [grant, state] of [[null, 'out'], [grantOf('a'), 'in']] as const) {
    const access = createAccess<Person>(async () => grant);
    expect(access.state()).toBe('starting');
    await access.resume();
    expect([access.state(), access.token()]).toEqual([state, grant?.token ?? null]);
  }
});

it('asks once for all requests that were refused, and not again for those refused with an older token', async () => {
  const { asked, renew } = renewals();
  const access = createAccess<Person>(renew);
  access.enter(grantOf('old'));
  const all = [access.fresh('old'), access.fresh('old'), access.fresh('old')];
  asked[0]!.answer(grantOf('new'));
  expect(await Promise.all(all)).toEqual(['new', 'new', 'new']);
  expect(await access.fresh('old')).toBe('new');
  expect(asked).toHaveLength(1);
  void access.fresh('new');
  expect(asked).toHaveLength(2);
});

it('lets requests wait for the log-in when the session has ended, and still knows whose it was', async () => {
  const { asked, renew } = renewals();
  const access = createAccess<Person>(renew);
  const states: string[] = [];
  access.subscribe(() => states.push(access.state()));
  access.enter(grantOf('old'));
  const first = access.fresh('old');
  asked[0]!.answer(null);
  await Promise.resolve();
  await Promise.resolve();
  const second = access.fresh('old');
  expect([access.state(), access.person()]).toEqual(['ended', { id: 1 }]);
  access.enter(grantOf('new'));
  expect(await Promise.all([first, second])).toEqual(['new', 'new']);
  expect(asked).toHaveLength(1);
  expect(states).toEqual(['in', 'ended', 'in']);
});

it('stays in when the server could not be asked, and asks anew the next time', async () => {
  const { asked, renew } = renewals();
  const access = createAccess<Person>(renew);
  access.enter(grantOf('old'));
  const request = access.fresh('old');
  asked[0]!.fail(new Error('network'));
  await expect(request).rejects.toThrow('network');
  expect(access.state()).toBe('in');
  const again = access.fresh('old');
  asked[1]!.answer(grantOf('new'));
  expect(await again).toBe('new');
});
