import { credentialFlows } from '../leaks/credential-flows';
import { readsCredential } from '../leaks/credentials';
import { mayRespond } from '../leaks/responses';
import { reportFlow } from './flow-report';
import type { FileRule } from './rule';
import { isProgram } from './test-path';

/** A credential reaches a response or an error text. */
export const echoedKey: FileRule = {
  id: 'echoed-key',
  title: 'Key sent in a response',
  severity: 'warning',
  why: 'Responses end in browsers, caches, proxies and error trackers. A key that the server sends back, its own or the caller’s, is held by all of them.',
  bad: '@app.errorhandler(401)\ndef refused(error):\n    return jsonify(error="wrong key", sent=request.headers.get("X-API-Key")), 401\n',
  good: '@app.errorhandler(401)\ndef refused(error):\n    return jsonify(error="wrong key"), 401\n',
  cwe: ['CWE-209', 'CWE-200'],
  owasp: ['API3:2023', 'API8:2023'],
  pci: ['6.2.4', '8.3.2'],
  fixes: ['ignore'],
  isAbout: isProgram,
  mayFind: (text) => readsCredential(text) && mayRespond(text),
  checkFile: ({ file, text, syntax }) => {
    const module = syntax();
    if (!module) return [];
    return credentialFlows(module, text)
      .filter((flow) => flow.sink.to === 'response' && flow.watched.kind !== 'trace')
      .map((flow) => reportFlow(file, flow, 'leave it out'));
  },
};
