#!/usr/bin/env node
/** Entry of the command line: nothing but the process around `run`. */
import { run } from './program';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader (`| head`) has seen enough.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

void run(process.argv);
