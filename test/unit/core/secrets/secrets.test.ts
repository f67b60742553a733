import assert from 'node:assert/strict';
import fc from 'fast-check';
import { keyNameStrength } from '../../../../src/core/secrets/names';
import { mayHoldKey } from '../../../../src/core/secrets/prefilter';
import { redact } from '../../../../src/core/secrets/redaction';
import { valueShape } from '../../../../src/core/secrets/values';
import { analyseTexts } from '../../../support/session';

// Assembled here, so that no scanner takes this file for a leak.
const stripeKey = ['sk', 'live', 'q7Zp2vX9Lm4Tr8Wk1Nc6'].join('_');

describe('secrets', () => {
  it('knows names of keys by their words', () => {
    for (const name of 'api_key API_KEYS apikey apiKey secret_key SERVICE_API_KEY X-API-Key access_token client_secret password vault_token password_super_secure'.split(
      ' ',
    )) {
      assert.equal(keyNameStrength(name), 'certain', name);
    }
    for (const name of 'API_KEY_HEADER TOKEN_URL KEY_NAME primary_key foreign_key sort_key cache_key csrf_token token_expires key_length key_id keyboard monkey'.split(
      ' ',
    )) {
      assert.equal(keyNameStrength(name), null, name);
    }
  });

  it('tells keys from placeholders, names, addresses and messages', () => {
    assert.equal(valueShape(stripeKey), 'provider');
    assert.equal(valueShape('a51ee051bcd762543373903de296e0a3'), 'random');
    assert.equal(valueShape('example-fake-key-0001'), 'mixed');
    for (const value of [
      'K7ZP2VX-9LM4TR8-WK1NC6Q',
      'q7Z]p2vX!9Lm4#Tr8',
      'test_pub_7c2e9f0a4b8d1e6f3a5c',
      'qzXfbayQplsyRk',
    ])
      assert.equal(valueShape(value), 'random', value);
    for (const value of ['[-A-Za-z0-9]+', '0[xX][0-9a-fA-F]+', 'getUserTokenFromHeader', 'Sha256KeyDerivationStep'])
      assert.notEqual(valueShape(value), 'random', value);
    for (const value of [
      '',
      'aaaaaaaaaaaa',
      'changeme1',
      '<key-1234>',
      '${KEY_1234}',
      'https://a.example/1',
      'a.b.c.key1',
      '0123456789abcdef',
    ]) {
      assert.equal(valueShape(value), null, value);
    }
    for (const name of ['X-API-Key', 'SERVICE_API_KEY', 'oauth2_token']) assert.equal(valueShape(name), 'word', name);
  });

  it('shows a provider prefix and the length, nothing else', () => {
    assert.equal(redact(stripeKey), 'sk_live_…(28 chars)');
    fc.assert(fc.property(fc.stringMatching(/^[A-Za-z0-9]{16,40}$/), (key) => !redact(key).includes(key.slice(0, 6))));
  });

  it('never puts a key into a finding', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[a-z]{4}[0-9][A-Z]{3}[a-z0-9A-Z]{12}9[a-z]$/), async (key) => {
        const text = `API_KEY = "${key}"\nAPI_KEYS = {"${key}": 1}\nif api_key == "${key}": pass\nos.getenv("API_KEY", "${key}")\nx = {"${key}_token": "${key}"}\n`;
        const { findings } = await analyseTexts(new Map([['app.py', text]]));
        assert.ok(!JSON.stringify(findings).includes(key));
      }),
      { numRuns: 15 },
    );
  });

  it('reports only provider formats in tests', async () => {
    const text = `API_KEY = "example-fake-key-0001"\nOTHER = "${stripeKey}"\n`;
    const { findings } = await analyseTexts(new Map([['tests/test_app.py', text]]));
    assert.deepEqual(
      findings.map((finding) => finding.message.split(':')[0]),
      ['A Stripe key stands in the source'],
    );
  });

  it('needs no parse where no key-like name stands beside a literal', () => {
    assert.equal(mayHoldKey('for key, value in items:\n    print("some-text-01", value)\n'), false);
    assert.equal(mayHoldKey('HEADER = "X-API-Key"\nkey = os.environ["API_KEY"]\n'), false);
    assert.equal(mayHoldKey('API_KEYS = [\n    "example-fake-key-0001",\n]\n'), true);
  });

  it('looks at a long line once', () => {
    const text = `x = [${'"api_key": "aaaa", '.repeat(100_000)}]`;
    const started = process.cpuUsage();
    mayHoldKey(text);
    assert.ok(process.cpuUsage(started).user < 1_000_000, 'a second of work');
  });
});
