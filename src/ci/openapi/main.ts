// The main job by the client that @hey-api/openapi-ts generates: upload a text, train, generate.
import { client } from './hey-api/client.gen.js';
import { generate, showModel, showTrainingJob, train, uploadCorpus } from './hey-api/sdk.gen.js';

client.setConfig({ baseUrl: process.env['SERVER']! });

const text = 'To be, or not to be: that is the question. '.repeat(50);
const corpus = await uploadCorpus({ body: text, query: { name: 'generated' }, throwOnError: true });
const { data: job } = await train({
  body: {
    corpus: corpus.data.id,
    model: 'generated-typescript',
    preset: 'tiny',
    tags: ['generated'],
    hyperparameters: { layers: 1, hiddenSize: 8, batchSize: 2, sequenceLength: 10, maxIterations: 20 },
  },
  throwOnError: true,
});
let now = job;
while (now.status === 'queued' || now.status === 'running') {
  await new Promise((resolve) => setTimeout(resolve, 100));
  now = (await showTrainingJob({ path: { id: job.id }, throwOnError: true })).data;
}
if (now.result == null || now.bestValidationLoss == null) {
  throw new Error(JSON.stringify(now));
}
const model = await showModel({ path: { reference: now.result }, throwOnError: true });
const { data: generated } = await generate({
  path: { reference: model.data.reference },
  body: { prompt: 'To be', maxCharacters: 10, seed: 1 },
  throwOnError: true,
});
const refused = await generate({ path: { reference: now.result }, body: { prompt: '\u2620' } });
console.log(generated.generations[0]!.text.length, refused.response.status, (refused.error as { type: string }).type);
