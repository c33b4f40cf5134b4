// Whether Kubernetes would take the manifests in MANIFESTS, by its own schemas.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';

const require = createRequire(import.meta.url);
const manifests = parseAllDocuments(readFileSync(process.env.MANIFESTS, 'utf8')).map((document) => document.toJS());

function check(manifest) {
  const { [manifest.kind]: Model } = require(`kubernetes-models/${manifest.apiVersion}/${manifest.kind}`);
  new Model(manifest).validate();
}

for (const manifest of manifests) {
  test(`takes the ${manifest.kind} ${manifest.metadata.name}`, () => check(manifest));
}

test('refuses a deployment without a selector', () => {
  const deployment = structuredClone(manifests.find(({ kind }) => kind === 'Deployment'));
  delete deployment.spec.selector;
  assert.throws(() => check(deployment), /selector/);
});
