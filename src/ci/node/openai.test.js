// What OpenAI's own client for JavaScript does with a running service, OPENAI_BASE_URL, on which there are the models
// `cyclic`, which repeats abcdef, and `various`, which writes nonsense in great variety and many scripts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI, { toFile } from 'openai';

const CAPACITY = Number(process.env.CAPACITY);

function connect(options) {
  return new OpenAI({ apiKey: 'none', maxRetries: 0, ...options });
}

/** A client that notes the status of each response. */
function counting(options) {
  const statuses = [];
  const client = connect({
    ...options,
    fetch: async (...request) => {
      const response = await fetch(...request);
      statuses.push(response.status);
      return response;
    },
  });
  return { client, statuses };
}

async function read(stream) {
  const read = { text: '', chunks: 0, reasons: [], usage: null };
  for await (const chunk of stream) {
    read.chunks++;
    read.usage = chunk.usage ?? read.usage;
    for (const choice of chunk.choices) {
      read.text += choice.text;
      if (choice.finish_reason) {
        read.reasons.push(choice.finish_reason);
      }
    }
  }
  return read;
}

const client = connect();

test('lists and shows models', async () => {
  const ids = [];
  for await (const model of client.models.list()) {
    ids.push(model.id);
  }
  assert.ok(ids.includes('cyclic') && ids.includes('cyclic:1'));
  assert.equal((await client.models.retrieve('cyclic:1')).object, 'model');
});

test('completes', async () => {
  const completion = await client.completions.create({ model: 'cyclic', prompt: ['ab', [3]], max_tokens: 4, logprobs: 1 });
  assert.deepEqual(completion.choices.map((choice) => choice.text), ['cdef', 'efab']);
  assert.deepEqual(completion.choices[0].logprobs.tokens, ['c', 'd', 'e', 'f']);
  assert.deepEqual(completion.usage, { prompt_tokens: 3, completion_tokens: 8, total_tokens: 11 });
  assert.match(completion._request_id, /^[0-9a-f]{32}$/);
});

test('streams what it completes', async () => {
  const request = { model: 'various', prompt: 'a', max_tokens: 5000, seed: 1 };
  const completion = await client.completions.create(request);
  const streamed = await read(
    await client.completions.create({ ...request, stream: true, stream_options: { include_usage: true } }));
  assert.equal(streamed.text, completion.choices[0].text);
  assert.deepEqual(streamed.reasons, ['length']);
  assert.deepEqual(streamed.usage, completion.usage);
  assert.ok(streamed.chunks > 2);
});

test('leaves a stream early', async () => {
  const stream = await client.completions.create({ model: 'various', max_tokens: 100_000, stream: true });
  for await (const chunk of stream) {
    assert.ok(chunk.choices[0].text.length > 0);
    break;
  }
  assert.ok(stream.controller.signal.aborted);
  const next = await client.completions.create({ model: 'cyclic', prompt: 'a', max_tokens: 1 });
  assert.equal(next.choices[0].text, 'b');
});

test('streams 64 texts at once without losing or doubling a character', async () => {
  const requests = Array.from({ length: 64 }, (_, seed) => ({ model: 'various', prompt: 'abc', max_tokens: 2000, seed }));
  const streams = await Promise.all(requests.map((request) =>
    client.completions.create({ ...request, stream: true, stream_options: { include_usage: true } })));
  const streamed = await Promise.all(streams.map(read));
  for (const [index, request] of requests.entries()) {
    const alone = await client.completions.create(request);
    assert.equal(streamed[index].text, alone.choices[0].text);
    assert.deepEqual(streamed[index].usage, { prompt_tokens: 3, completion_tokens: 2000, total_tokens: 2003 });
    assert.equal([...streamed[index].text].length, 2000);
  }
});

test('understands errors and does not repeat what cannot help', async () => {
  const { client: patient, statuses } = counting({ maxRetries: 3 });
  await assert.rejects(patient.completions.create({ model: 'cyclic', prompt: 'axb' }), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.equal(error.param, 'prompt');
    assert.equal(error.code, 'unknown_character');
    assert.equal(error.type, 'invalid_request_error');
    assert.match(error.message, /LATIN SMALL LETTER X/);
    assert.match(error.requestID, /^[0-9a-f]{32}$/);
    return true;
  });
  await assert.rejects(patient.models.retrieve('absent'), OpenAI.NotFoundError);
  await assert.rejects(patient.chat.completions.create({ model: 'cyclic', messages: [] }), OpenAI.NotFoundError);
  await assert.rejects(patient.models.delete('cyclic'), OpenAI.BadRequestError);
  assert.deepEqual(statuses, [400, 404, 404, 400]);
});

test('repeats what may help', async () => {
  const streams = await Promise.all(Array.from({ length: CAPACITY }, () =>
    client.completions.create({ model: 'various', max_tokens: 100_000, n: 16, stream: true })));
  const statuses = [];
  const patient = connect({
    maxRetries: 10,
    fetch: async (...request) => {
      const response = await fetch(...request);
      statuses.push(response.status);
      if (response.status === 503) {
        streams.forEach((stream) => stream.controller.abort());
      }
      return response;
    },
  });
  const completion = await patient.completions.create({ model: 'cyclic', prompt: 'a', max_tokens: 1 });
  assert.equal(completion.choices[0].text, 'b');
  assert.equal(statuses[0], 503);
  assert.equal(statuses.at(-1), 200);
});

test('trains a model from a file and completes with it', async () => {
  const text = 'To be, or not to be: that is the question. '.repeat(50);
  const file = await client.files.create({ file: await toFile(Buffer.from(text), 'be.txt'), purpose: 'fine-tune' });
  assert.equal((await client.files.waitForProcessing(file.id)).status, 'processed');
  assert.equal(await (await client.files.content(file.id)).text(), text);
  const found = [];
  for await (const listed of client.files.list({ limit: 1 })) {
    found.push(listed.id);
  }
  assert.ok(found.includes(file.id));

  const { client: patient, statuses } = counting({ maxRetries: 3 });
  const created = await patient.fineTuning.jobs.create({
    model: 'tiny', training_file: file.id, suffix: 'be', seed: 2, metadata: { by: 'node' },
    method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 2, layers: 1, hidden_size: 8 } } },
  });
  let job = created;
  while (!['succeeded', 'failed', 'cancelled'].includes(job.status)) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    job = await patient.fineTuning.jobs.retrieve(created.id);
  }
  assert.equal(job.status, 'succeeded');
  assert.match(job.fine_tuned_model, /^be:\d+$/);
  assert.deepEqual(job.metadata, { by: 'node' });

  const messages = [];
  for await (const event of patient.fineTuning.jobs.listEvents(job.id, { limit: 2 })) {
    messages.push(event.message);
  }
  assert.match(messages[0], /successfully completed/);
  assert.match(messages.at(-1), /^Created fine-tuning job/);
  const checkpoints = await patient.fineTuning.jobs.checkpoints.list(job.id);
  assert.ok(checkpoints.data.length > 0);
  for (const model of [job.fine_tuned_model, checkpoints.data[0].fine_tuned_model_checkpoint]) {
    const completion = await client.completions.create({ model, prompt: 'To be', max_tokens: 7 });
    assert.equal([...completion.choices[0].text].length, 7);
  }

  statuses.length = 0;
  await assert.rejects(patient.fineTuning.jobs.cancel(job.id), OpenAI.ConflictError);
  assert.deepEqual(statuses, [409]);
  assert.ok((await client.models.delete(job.fine_tuned_model)).deleted);
  assert.ok((await client.files.delete(file.id)).deleted);
});
