import { credentialFlows } from '../leaks/credential-flows';
import { mayLogCredential } from '../leaks/logs';
import { reportFlow } from './flow-report';
import type { FileRule } from './rule';
import { isProgram } from './test-path';

/** A credential, or all headers at once, reaches a log. */
export const loggedKey: FileRule = {
  id: 'logged-key',
  title: 'Key written to a log',
  severity: 'warning',
  why: 'Logs are kept, copied and read by many: whoever reads them holds the key. All headers at once hold it as well.',
  bad: '@app.before_request\ndef note_caller():\n    app.logger.info("call with key %s", request.headers.get("X-API-Key"))\n',
  good: '@app.before_request\ndef note_caller():\n    app.logger.info("call with a key: %s", bool(request.headers.get("X-API-Key")))\n',
  cwe: ['CWE-532'],
  owasp: ['API8:2023'],
  pci: ['8.3.2', '10.3.1'],
  fixes: ['redact-argument', 'ignore'],
  isAbout: isProgram,
  mayFind: mayLogCredential,
  checkFile: ({ file, text, syntax }) => {
    const module = syntax();
    if (!module) return [];
    return credentialFlows(module, text)
      .filter((flow) => flow.sink.to === 'log')
      .map((flow) => reportFlow(file, flow, 'leave it out, or show only that it was there'));
  },
};
