import process from 'node:process';

// A test run that lost its parent has lost its servers too.
process.on('disconnect', () => process.exit(1));
process.channel?.unref();
