/** Every fixture app says inline what must be found in it; this compares both ways, one test per app. */
import assert from 'node:assert/strict';
import { differences } from '../support/comparison';
import { readFixtureApps } from '../support/fixture-apps';
import { analyseTexts } from '../support/session';

describe('fixtures', () => {
  for (const app of readFixtureApps()) {
    it(app.name, async () => {
      assert.ok(app.expectations.length > 0, `${app.name} expects nothing, so it tests nothing`);
      const analysis = await analyseTexts(app.files);
      const found = differences({ expectations: app.expectations, analysis, files: app.files });
      assert.equal(found.length, 0, `${app.name}\n  ${found.join('\n  ')}`);
    });
  }
});
