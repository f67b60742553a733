import assert from 'node:assert/strict';
import { readFixtureApps } from '../../../support/fixture-apps';
import { createSession } from '../../../support/session';

describe('Session asked for its routes alone', () => {
  it('gives the routes that a whole analysis gives, before it and after it', async () => {
    for (const [index, app] of readFixtureApps().entries()) {
      if (index % 20 !== 0) continue;
      const session = await createSession();
      for (const [file, text] of app.files) session.setText(file, text);
      const before = session.analyseRoutes();
      const whole = session.analyse();
      assert.deepEqual(before, { ...whole, findings: [] }, app.name);
      assert.equal(session.analyseRoutes(), whole);
    }
  });
});
