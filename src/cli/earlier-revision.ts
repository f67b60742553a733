/** Compares a project with itself at a git revision. */
import { fingerprintOf } from '../core/analysis/fingerprint';
import { Session } from '../core/analysis/session';
import type { Comparison } from '../report/project-report';
import { scoreOf } from '../report/score';
import { readTree, renamedFiles } from '../workspace/git-tree';
import { readParserBinaries } from '../workspace/parser-binaries';
import { isReadFile, putFile } from '../workspace/read-workspace';
import { isSkippedDirectory } from '../workspace/walk';
import type { AnalysedTarget } from './analyse-targets';

/** Both states are judged by today's settings; a finding that a marker silenced then was not there. */
export async function compareWithRevision(target: AnalysedTarget, revision: string): Promise<Comparison> {
  const { root, settings, isReported, analysis } = target;
  const renamed = renamedFiles(root, revision);
  const session = await Session.create(readParserBinaries());
  session.configure(settings);
  const wants = (file: string) => {
    const folders = file.split('/');
    return isReadFile(folders.pop() ?? '') && !folders.some(isSkippedDirectory);
  };
  for (const file of readTree(root, revision, wants)) putFile(session, file);
  const then = session.analyse();
  const former = new Map(
    then.findings.filter(({ suppressed }) => suppressed === null).map((finding) => [finding.fingerprint, finding]),
  );
  const known = analysis.findings.filter((finding) => {
    const { file } = finding;
    return former.delete(fingerprintOf({ ...finding, file: renamed.get(file) ?? file }));
  });
  const isOurs = ({ file }: { readonly file: string }) => isReported(file);
  const { score } = scoreOf(
    then.routes.filter(({ location }) => isOurs(location)),
    then.findings.filter(isOurs),
  );
  return {
    with: revision,
    reason: `already in ${revision}`,
    known: new Set(known),
    gone: [...former.values()].filter(isOurs),
    score,
  };
}
