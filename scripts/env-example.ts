/** Writes `.env.example` from the table of variables: `npx tsx scripts/env-example.ts`. A test keeps the two equal. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { envExample } from '../src/config.variables';

writeFileSync(join(__dirname, '../.env.example'), envExample());
