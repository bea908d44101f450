import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';

export function readCookie(req: Request, name: string): string | null {
  return parseCookie(req.get('cookie') ?? '')[name] ?? null;
}

/**
 * A cookie that scripts cannot read. `lax`: pages of this site (another port or subdomain too) send it along, those of
 * another site do not.
 */
export function setPrivateCookie(req: Request, res: Response, name: string, value: string, seconds: number): void {
  res.cookie(name, value, { ...attributes(req), maxAge: seconds * 1000 });
}

export function clearPrivateCookie(req: Request, res: Response, name: string): void {
  res.clearCookie(name, attributes(req));
}

function attributes(req: Request) {
  return { httpOnly: true, sameSite: 'lax', secure: req.secure, path: '/' } as const;
}
