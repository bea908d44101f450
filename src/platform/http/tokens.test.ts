import jwt from 'jsonwebtoken';
import { hours, manualClock, minutes } from '../../kernel/clock';
import type { CompanyId, UserId } from '../../kernel/ids';
import type { Caller } from './route';
import { createTokens } from './tokens';

const secrets = { access: 'a'.repeat(32), refresh: 'r'.repeat(32) };
const caller: Caller = { companyId: 3 as CompanyId, userId: 7 as UserId, profile: 'admin', super: false };
const open = () => {
  const clock = manualClock(new Date('2026-01-31T12:00:00Z'));
  return { clock, tokens: createTokens(secrets, clock) };
};
const claims = { id: 7, companyId: 3, username: 'Ana', profile: 'admin', super: true };
const forged: [string, string][] = [
  ['no signature', jwt.sign({ ...claims, iss: 'esquadrao', aud: 'access' }, '', { algorithm: 'none', expiresIn: 900 })],
  ['another algorithm', jwt.sign(claims, secrets.access, { algorithm: 'HS512', issuer: 'esquadrao', audience: 'access', expiresIn: 900 })],
  ['another secret', jwt.sign(claims, secrets.refresh, { issuer: 'esquadrao', audience: 'access', expiresIn: 900 })],
  ['another issuer', jwt.sign(claims, secrets.access, { issuer: 'someone', audience: 'access', expiresIn: 900 })],
  ['the audience of refreshing', jwt.sign(claims, secrets.access, { issuer: 'esquadrao', audience: 'refresh', expiresIn: 900 })],
  ['no end', jwt.sign(claims, secrets.access, { issuer: 'esquadrao', audience: 'access' })],
  ['a company that is no number', jwt.sign({ ...claims, companyId: '1 OR 1=1' }, secrets.access, { issuer: 'esquadrao', audience: 'access', expiresIn: 900 })],
  ['nothing', ''],
];

it('carries the claims that clients of the family read', () => {
  const { tokens } = open();
  expect(jwt.decode(tokens.issueAccess(caller, 'Ana'))).toMatchObject({ id: 7, companyId: 3, username: 'Ana', profile: 'admin', super: false });
});

it('lives fifteen minutes, then says that it has expired', () => {
  const { clock, tokens } = open();
  const token = tokens.issueAccess(caller, 'Ana');
  clock.advance(minutes(15) - 1);
  expect(tokens.verifyAccess(token)).toEqual({ caller, expiresAt: new Date('2026-01-31T12:15:00Z') });
  clock.advance(1);
  expect(() => tokens.verifyAccess(token)).toThrow(expect.objectContaining({ status: 403, code: 'ERR_SESSION_EXPIRED' }));
});

it.each(forged)('refuses an access token with %s', (_, token) => {
  const { tokens } = open();
  expect(() => tokens.verifyAccess(token)).toThrow(expect.objectContaining({ status: 401, code: 'ERR_INVALID_TOKEN' }));
});

it('refreshes for seven days, and never by an access token', () => {
  const { clock, tokens } = open();
  const token = tokens.issueRefresh(caller.userId, 4);
  expect(tokens.verifyRefresh(token)).toEqual({ id: 7, tokenVersion: 4 });
  expect(() => tokens.verifyAccess(token)).toThrow(expect.objectContaining({ status: 401 }));
  expect(() => tokens.verifyRefresh(tokens.issueAccess(caller, 'Ana'))).toThrow(expect.objectContaining({ status: 401 }));
  clock.advance(hours(7 * 24));
  expect(() => tokens.verifyRefresh(token)).toThrow(expect.objectContaining({ status: 401, code: 'ERR_SESSION_EXPIRED' }));
});

describe('a signed address', () => {
  const sigOf = (address: string): string => new URL(address, 'http://here').searchParams.get('sig') ?? '';
  const path = '/messages/7/media';

  it('names its company, for an hour at least and two at most', () => {
    const { clock, tokens } = open();
    const sig = sigOf(tokens.signLink(caller.companyId, path));
    expect(sigOf(tokens.signLink(caller.companyId, path))).toBe(sig);
    clock.advance(hours(1));
    expect(tokens.verifyLink(path, sig)).toBe(3);
    clock.advance(hours(1));
    expect(() => tokens.verifyLink(path, sig)).toThrow(expect.objectContaining({ status: 403, code: 'ERR_LINK_EXPIRED' }));
  });

  it.each<[string, (sig: string) => [path: string, sig: string]]>([
    ['another path', (sig) => ['/messages/8/media', sig]],
    ['another company', (sig) => [path, sig.replace(/^3/, '4')]],
    ['a later expiry', (sig) => [path, sig.replace(/\.(\d+)\./, (_, at) => `.${Number(at) + 1}.`)]],
    ['another signature', (sig) => [path, sig.slice(0, -2) + (sig.endsWith('AA') ? 'BB' : 'AA')]],
    ['parts moved over', (sig) => [path, sig.replace('.', '')]],
    ['nothing', () => [path, '']],
    ['an access token', () => [path, open().tokens.issueAccess(caller, 'Ana')]],
  ])('is refused with %s', (_name, forge) => {
    const { tokens } = open();
    const [forgedPath, sig] = forge(sigOf(tokens.signLink(caller.companyId, path)));
    expect(() => tokens.verifyLink(forgedPath, sig)).toThrow(expect.objectContaining({ status: 401, code: 'ERR_INVALID_LINK' }));
  });

  it('is worth nothing to another installation', () => {
    const other = createTokens({ access: 'x'.repeat(32), refresh: 'r'.repeat(32) }, manualClock(new Date('2026-01-31T12:00:00Z')));
    expect(() => other.verifyLink(path, sigOf(open().tokens.signLink(caller.companyId, path)))).toThrow(expect.objectContaining({ code: 'ERR_INVALID_LINK' }));
  });
});
