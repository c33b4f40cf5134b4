// Whether Kubernetes would take what the overlays in MANIFESTS make of the base, by its own schemas.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';

const require = createRequire(import.meta.url);

function read(file) {
  return parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS());
}

// Kustomize's merge, as far as the overlays need it: lists of what has names by name, other lists whole, null removes.
function merge(base, patch) {
  if (Array.isArray(patch) && Array.isArray(base) && patch.every((item) => item?.name)) {
    const added = patch.filter(({ name }) => !base.some((item) => item.name === name));
    return [...base.map((item) => merge(item, patch.find(({ name }) => name === item.name) ?? {})), ...added];
  }
  if (patch === null || typeof patch !== 'object' || Array.isArray(patch) || typeof base !== 'object') {
    return patch;
  }
  const merged = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete merged[key];
    } else {
      merged[key] = key in merged ? merge(merged[key], value) : value;
    }
  }
  return merged;
}

function build(folder) {
  const [{ resources, patches = [], configMapGenerator = [] }] = read(join(folder, 'kustomization.yaml'));
  let made = resources.flatMap((name) => (name.endsWith('.yaml') ? read(join(folder, name)) : build(join(folder, name))));
  for (const { path } of patches) {
    const [patch] = read(join(folder, path));
    const same = ({ kind, metadata }) => kind === patch.kind && metadata.name === patch.metadata.name;
    assert.ok(made.some(same), `${path} patches nothing`);
    made = made.map((manifest) => (same(manifest) ? merge(manifest, patch) : manifest));
  }
  for (const { envs } of configMapGenerator) {
    envs.forEach((name) => assert.ok(existsSync(join(folder, name)), `no file ${name}`));
  }
  return made;
}

function check(manifest) {
  const { [manifest.kind]: Model } = require(`kubernetes-models/${manifest.apiVersion}/${manifest.kind}`);
  new Model(manifest).validate();
}

for (const overlay of ['sqlite', 'postgresql', 'spark']) {
  const manifests = build(join(process.env.MANIFESTS, overlay));
  const deployment = manifests.find(({ kind }) => kind === 'Deployment');
  const [container] = deployment.spec.template.spec.containers;
  for (const manifest of manifests) {
    test(`${overlay}: takes the ${manifest.kind} ${manifest.metadata.name}`, () => check(manifest));
  }
  test(`${overlay}: trains on the processors that it asks for`, () => {
    const threads = container.env.find(({ name }) => name === 'CHARRNN_TRAINING_THREADS');
    assert.equal(threads.value, container.resources.requests.cpu);
  });
  test(`${overlay}: each mount has its volume, of one kind`, () => {
    const { volumes } = deployment.spec.template.spec;
    for (const { name } of container.volumeMounts) {
      assert.equal(Object.keys(volumes.find((volume) => volume.name === name)).length, 2);
    }
  });
  test(`${overlay}: a deployment without a selector is refused`, () => {
    const broken = structuredClone(deployment);
    delete broken.spec.selector;
    assert.throws(() => check(broken), /selector/);
  });
}
