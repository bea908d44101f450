import { hash } from 'node:crypto';

export interface Dice {
  /** Uniform in [0, 1), the same for the same seed, subject and name. */
  roll(name: string): number;
  /** True with probability `rate`. */
  chance(name: string, rate: number): boolean;
}

/**
 * Chance by name instead of by turn: each choice is a hash of (seed, subject, its name), so no choice depends on how many
 * were made before it, by which thread of calls, or on other rates having changed.
 */
export function dice(seed: string, subject: string): Dice {
  const roll = (name: string): number => parseInt(hash('sha1', `${seed}\n${subject}\n${name}`).slice(0, 12), 16) / 2 ** 48;
  return {
    roll,
    // The certain cases cost no hash; they are nearly all there are.
    chance: (name, rate) => rate > 0 && (rate >= 1 || roll(name) < rate),
  };
}
