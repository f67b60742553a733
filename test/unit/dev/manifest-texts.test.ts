import assert from 'node:assert/strict';
import { withKeys, withTexts } from '../../../src/dev/manifest-texts';

const manifest = {
  description: 'stays',
  contributes: {
    commands: [{ command: 'x.scan', title: 'Scan', category: 'Product', icon: '$(search)' }],
    views: { explorer: [{ id: 'x.routes', name: 'Routes' }] },
    languageModelTools: [{ name: 'x_scan', userDescription: 'Scans', inputSchema: { description: 'stays' } }],
    configuration: { properties: { 'x.lens': { enum: ['all'], markdownEnumDescriptions: ['All.'] } } },
  },
};

describe('the texts of package.json', () => {
  it('are what people read, and nothing else', () => {
    assert.deepEqual(withKeys(manifest).texts, {
      'commands.x.scan.title': 'Scan',
      'views.explorer.x.routes.name': 'Routes',
      'languageModelTools.x_scan.userDescription': 'Scans',
      'configuration.properties.x.lens.markdownEnumDescriptions.0': 'All.',
    });
  });

  it('come back in the place of their keys', () => {
    const { manifest: translatable, texts } = withKeys(manifest);
    assert.ok(!JSON.stringify(translatable).includes('"Scan"'));
    assert.deepEqual(withTexts(translatable, texts), manifest);
  });

  it('are missed when a key has none', () => {
    assert.throws(() => withTexts({ title: '%gone%' }, {}), /no text for gone/);
  });
});
