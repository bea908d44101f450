import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** Argon2id with the package's defaults (19 MiB, 2 passes): the parameters travel inside the hash. */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

/**
 * @param storedHash null for an account that does not exist: it takes as long as one that does, so that the time of an
 * answer does not tell which e-mails have accounts.
 */
export async function passwordMatches(storedHash: string | null, password: string): Promise<boolean> {
  decoy ??= hash(randomBytes(16));
  try {
    const matches = await verify(storedHash ?? (await decoy), password);
    return matches && storedHash !== null;
  } catch {
    // Not a hash of ours: an account that was never given a password.
    return false;
  }
}

let decoy: Promise<string> | undefined;

/** 96 bits that can be read out: no letter or digit that is taken for another. */
export function randomPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  return Array.from(randomBytes(20), (byte) => letters[byte % letters.length]).join('');
}
