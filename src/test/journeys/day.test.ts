/**
 * A day of two companies, and the night after it: 300 conversations, 50 scheduled messages, ten people who come and go. The clocks of
 * process and database jump from one time of the script to the next. After each scene the product and the provider are asked for
 * everything they know, and it is what a model of the test's own says: every conversation with its history, every message that
 * every contact has heard. Nobody twice, nobody lost.
 */
import { declareDay } from './day/script';

describe.each([
  ['the embedded engine', null],
  ['Bull on Redis', `${process.env['TEST_REDIS_URL']}/13`],
])('a day with %s', (_name, redisUrl) => declareDay(redisUrl));
