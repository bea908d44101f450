import { CronTime } from 'cron';

/** Whether it is an expression of five or six fields (seconds first) that will ever fire. */
export function isCronExpression(text: string): boolean {
  return CronTime.validateCronExpression(text).valid;
}

/** The first time after `from` at which it fires. */
export function nextFiring(expression: string, timezone: string, from: Date): Date {
  return new CronTime(expression, timezone).getNextDateFrom(from, timezone).toJSDate();
}
