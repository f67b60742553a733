/** Where a file's keys should be instead, by what the file is. */
import { isEnvironmentFile } from './file-formats';

/** A file that can read a key from elsewhere in its own words. */
export interface KeyHome {
  /** What stands in the key's place. */
  readonly reference: (variable: string) => string;
  /** `Read API_KEY from …` */
  readonly from: string;
  /** Whether the variable is one of the environment, and so belongs into `.env.example`. */
  readonly isEnvironment: boolean;
}

const compose = /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/i;
const workflow = /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/;

/** The form in which a file refers to keys that stand elsewhere; undefined for one that has none of its own. */
export function keyHomeOf(file: string): KeyHome | undefined {
  // https://docs.docker.com/reference/compose-file/interpolation/: `:?` stops where the variable is unset or empty.
  if (compose.test(file)) return { reference: (name) => `\${${name}:?}`, from: 'the environment', isEnvironment: true };
  // https://docs.github.com/en/actions/security-for-github-actions/security-guides/using-secrets-in-github-actions
  if (workflow.test(file))
    return { reference: (name) => `\${{ secrets.${name} }}`, from: "the repository's secrets", isEnvironment: false };
  return undefined;
}

const settings = /\.(?:ya?ml|toml|ini|cfg|conf|config|properties|json5?|jsonc|tfvars)$/i;

/** What a person does about a key in this file, with the duty that comes with it. */
export function remedyIn(file: string, isManifest = false): string {
  const rotate = 'and rotate it if it was ever committed.';
  if (isEnvironmentFile(file))
    return 'keep this file out of the repository, and rotate the key if it was ever committed.';
  if (isManifest) return `base64 hides nothing: seal it, or have an operator fetch it, ${rotate}`;
  if (compose.test(file)) return `let compose read it from the environment, as in \${API_KEY:?}, ${rotate}`;
  if (workflow.test(file)) return `read it from the repository's secrets, as in \${{ secrets.API_KEY }}, ${rotate}`;
  if (/(?:^|\/)(?:Dockerfile|Containerfile)[^/]*$|\.dockerfile$/i.test(file))
    return `an image shows it to all who have it: pass it when the container starts, ${rotate}`;
  if (settings.test(file)) return `let the program read it from the environment instead of this file, ${rotate}`;
  return `read it from the environment, ${rotate}`;
}
