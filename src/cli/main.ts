#!/usr/bin/env node
/** Entry of the command line: the process around `run`, which is read for the command that is asked for. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader (`| head`) has seen enough.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

async function main(): Promise<void> {
  const { run } = process.argv[2] === 'staged' ? await import('./staged-alone') : await import('./all-commands');
  await run(process.argv);
}

void main();
