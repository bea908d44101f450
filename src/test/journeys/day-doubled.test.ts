/**
 * The same day with two processes of one installation, each with its own job queues, so that every monitor looks twice, and with
 * every cron job run by both at the same moment: what comes of it is to the last row and message the day of one process.
 */
import { declareDay } from './day/script';

describe('a day with two processes at once', () => declareDay(null, true));
