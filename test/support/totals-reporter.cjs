/* Mocha's own spec reporter, ended by the one line that `npm test` and `.ci/run` add up: `N passed, N failed`. */
const { reporters } = require('mocha');

class TotalsReporter extends reporters.Spec {
  epilogue() {
    super.epilogue();
    process.stdout.write(`${this.stats.passes} passed, ${this.stats.failures} failed\n`);
  }
}

module.exports = TotalsReporter;
