// Reads resources of Kubernetes from standard input. Each must be what its schema asks for; and as a schema lets fields pass
// that it does not know, each is also compiled as an object of its TypeScript type, which does not.
import { readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';

const packages = {
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator/',
  'keda.sh': '@kubernetes-models/keda/',
};
const problems = [];
const lines = [];
const resources = parseAllDocuments(readFileSync(0, 'utf8')).map((document) => document.toJS());

for (const [index, resource] of resources.entries()) {
  const { apiVersion, kind, metadata } = resource;
  const module = (packages[apiVersion.split('/')[0]] ?? 'kubernetes-models/') + apiVersion;
  const type = (await import(module))[kind];
  try {
    new type(resource).validate();
  } catch (error) {
    problems.push(`${kind} ${metadata?.name}: ${error.message}`);
  }
  lines.push(`import type { I${kind} as Type${index} } from '${module}';`);
  lines.push(`export const resource${index}: Type${index} = ${JSON.stringify(resource)};`);
}

const file = new URL('resources.ts', import.meta.url).pathname;
writeFileSync(file, lines.join('\n'));
const program = ts.createProgram([file], {
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
});
for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
  const found = (lines[ts.getLineAndCharacterOfPosition(diagnostic.file, diagnostic.start).line] ?? '').slice(0, 40);
  problems.push(`${found}… ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n  ')}`);
}

if (resources.length === 0 || problems.length > 0) {
  console.error(problems.join('\n') || 'no resources');
  process.exit(1);
}
console.log(`kubernetes: ${resources.length} resources as their schemas and types have them`);
