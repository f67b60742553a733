/** The standards that rules name by id: what an entry is called, and where it can be read. */
import type { RuleMetadata } from '../core/rules/rule';

/** One standard, and how a rule's metadata names its entries. */
export interface Standard {
  readonly name: string;
  /** Whose it is. */
  readonly organization: string;
  readonly address: string;
  entriesOf(rule: RuleMetadata): readonly string[];
  /** An entry's title; empty for one that we do not know. */
  titleOf(id: string): string;
  /** The entry's own page, where there is one. */
  addressOf(id: string): string | null;
}

/** https://cwe.mitre.org/data/published/cwe_latest.pdf */
const cweTitles: Readonly<Record<string, string>> = {
  'CWE-200': 'Exposure of Sensitive Information to an Unauthorized Actor',
  'CWE-208': 'Observable Timing Discrepancy',
  'CWE-209': 'Generation of Error Message Containing Sensitive Information',
  'CWE-215': 'Insertion of Sensitive Information Into Debugging Code',
  'CWE-252': 'Unchecked Return Value',
  'CWE-259': 'Use of Hard-coded Password',
  'CWE-287': 'Improper Authentication',
  'CWE-288': 'Authentication Bypass Using an Alternate Path or Channel',
  'CWE-306': 'Missing Authentication for Critical Function',
  'CWE-307': 'Improper Restriction of Excessive Authentication Attempts',
  'CWE-308': 'Use of Single-factor Authentication',
  'CWE-309': 'Use of Password System for Primary Authentication',
  'CWE-321': 'Use of Hard-coded Cryptographic Key',
  'CWE-330': 'Use of Insufficiently Random Values',
  'CWE-338': 'Use of Cryptographically Weak Pseudo-Random Number Generator (PRNG)',
  'CWE-340': 'Generation of Predictable Numbers or Identifiers',
  'CWE-347': 'Improper Verification of Cryptographic Signature',
  'CWE-384': 'Session Fixation',
  'CWE-489': 'Active Debug Code',
  'CWE-521': 'Weak Password Requirements',
  'CWE-532': 'Insertion of Sensitive Information into Log File',
  'CWE-598': 'Use of GET Request Method With Sensitive Query Strings',
  'CWE-613': 'Insufficient Session Expiration',
  'CWE-640': 'Weak Password Recovery Mechanism for Forgotten Password',
  'CWE-697': 'Incorrect Comparison',
  'CWE-770': 'Allocation of Resources Without Limits or Throttling',
  'CWE-798': 'Use of Hard-coded Credentials',
  'CWE-799': 'Improper Control of Interaction Frequency',
  'CWE-862': 'Missing Authorization',
  'CWE-1188': 'Initialization of a Resource with an Insecure Default',
  'CWE-1391': 'Use of Weak Credentials',
};

/** https://owasp.org/API-Security/editions/2023/en/0x11-t10/ */
const owaspEntries: Readonly<Record<string, readonly [title: string, page: string]>> = {
  'API1:2023': ['Broken Object Level Authorization', '0xa1-broken-object-level-authorization'],
  'API2:2023': ['Broken Authentication', '0xa2-broken-authentication'],
  'API3:2023': ['Broken Object Property Level Authorization', '0xa3-broken-object-property-level-authorization'],
  'API4:2023': ['Unrestricted Resource Consumption', '0xa4-unrestricted-resource-consumption'],
  'API5:2023': ['Broken Function Level Authorization', '0xa5-broken-function-level-authorization'],
  'API6:2023': [
    'Unrestricted Access to Sensitive Business Flows',
    '0xa6-unrestricted-access-to-sensitive-business-flows',
  ],
  'API7:2023': ['Server Side Request Forgery', '0xa7-server-side-request-forgery'],
  'API8:2023': ['Security Misconfiguration', '0xa8-security-misconfiguration'],
  'API9:2023': ['Improper Inventory Management', '0xa9-improper-inventory-management'],
  'API10:2023': ['Unsafe Consumption of APIs', '0xaa-unsafe-consumption-of-apis'],
};

/** In our words: the standard's text is not free. https://www.pcisecuritystandards.org/document_library/ */
const pciTitles: Readonly<Record<string, string>> = {
  '2.2.2': 'Vendor default accounts are removed or changed',
  '2.2.6': 'System security parameters are set to prevent misuse',
  '3.3.1': 'Sensitive authentication data is not kept',
  '3.6.1': 'Keys are protected against disclosure and misuse',
  '4.2.1': 'Sensitive data is protected in transit',
  '6.2.3': 'Code is reviewed before release',
  '6.2.4': 'Common attacks on software are prevented',
  '6.5.5': 'No live data in pre-production',
  '6.5.6': 'Test data and test accounts are removed before production',
  '7.2.1': 'Access follows a defined model',
  '8.2.2': 'Shared accounts are the exception',
  '8.2.8': 'Idle sessions end',
  '8.3.1': 'All access is authenticated',
  '8.3.2': 'Authentication factors are unreadable in storage and transit',
  '8.3.3': 'Identity is verified before a factor is changed',
  '8.3.4': 'Repeated invalid attempts are stopped',
  '8.3.5': 'Passwords are set and reset to unique values',
  '8.3.6': 'Passwords have a minimum of complexity',
  '8.4.1': 'Administrative access needs more than one factor',
  '8.4.2': 'Access needs more than one factor',
  '8.4.3': 'Remote access needs more than one factor',
  '8.6.2': 'No passwords of application accounts in source code',
  '8.6.3': 'Passwords of application accounts are protected against misuse',
  '10.3.1': 'Audit logs are read by those who need to',
};

/** The one list of standards. */
export const standards: readonly Standard[] = [
  {
    name: 'CWE',
    organization: 'MITRE',
    address: 'https://cwe.mitre.org/',
    entriesOf: ({ cwe }) => cwe,
    titleOf: (id) => cweTitles[id] ?? '',
    addressOf: (id) => `https://cwe.mitre.org/data/definitions/${id.replace('CWE-', '')}.html`,
  },
  {
    name: 'OWASP API Security Top 10 2023',
    organization: 'OWASP',
    address: 'https://owasp.org/API-Security/editions/2023/en/0x11-t10/',
    entriesOf: ({ owasp }) => owasp,
    titleOf: (id) => owaspEntries[id]?.[0] ?? '',
    addressOf: (id) => `https://owasp.org/API-Security/editions/2023/en/${owaspEntries[id]?.[1] ?? '0x11-t10'}/`,
  },
  {
    name: 'PCI DSS 4.0',
    organization: 'PCI Security Standards Council',
    address: 'https://www.pcisecuritystandards.org/document_library/',
    entriesOf: ({ pci }) => pci,
    titleOf: (id) => pciTitles[id] ?? '',
    addressOf: () => null,
  },
];

/** One entry of a standard with the rules that name it. */
export interface StandardEntry {
  readonly standard: Standard;
  readonly id: string;
  readonly rules: readonly RuleMetadata[];
}

/** Every entry that one of the rules names: by standard, then by number. */
export function standardEntries(rules: readonly RuleMetadata[]): readonly StandardEntry[] {
  return standards.flatMap((standard) => {
    const ids = new Set(rules.flatMap((rule) => standard.entriesOf(rule)));
    return [...ids].sort(byNumbers).map((id) => ({
      standard,
      id,
      rules: rules.filter((rule) => standard.entriesOf(rule).includes(id)),
    }));
  });
}

/** `CWE-79` before `CWE-306`, `8.3.1` before `10.2`. */
function byNumbers(left: string, right: string): number {
  const [ofLeft, ofRight] = [left, right].map((id) => (id.match(/\d+/g) ?? []).map(Number));
  for (const [at, number] of (ofLeft ?? []).entries()) {
    const difference = number - (ofRight?.[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
