import { config } from 'zod';

// It would try out whether code may be made of strings, which our policy forbids and browsers report.
config({ jitless: true });
