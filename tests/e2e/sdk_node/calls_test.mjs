// OpenAI's Node.js SDK through Beaver: plain, streamed, failing, and left in the middle.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { client, create, gather, receipt, select } from './support.mjs';

const request = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello' }] };

test('models are listed', async () => {
    const names = [];
    for await (const model of client().models.list()) names.push(model.id);
    assert.ok(names.includes('gpt-4o-mini'));
});

test('plain answer', async () => {
    await select('ok;tokens=4');
    const [, answer] = await create(request);
    assert.equal(answer.choices[0].message.content.trim(), 'w0 w1 w2 w3');
    assert.equal(answer.usage.completion_tokens, 4);
});

test('stream with usage', async () => {
    await select('ok;tokens=4;split=1');
    const [, stream] = await create({ ...request, stream: true, stream_options: { include_usage: true } });
    const { choices, usage } = await gather(stream);
    assert.equal(choices[0].content.trim(), 'w0 w1 w2 w3');
    assert.equal(usage.completion_tokens, 4);
});

test('the runner helper for streams works', async () => {
    await select('ok;tokens=4');
    const answer = await client().chat.completions.stream(request).finalChatCompletion();
    assert.equal(answer.choices[0].message.content.trim(), 'w0 w1 w2 w3');
});

test('an unknown key is an AuthenticationError', async () => {
    await assert.rejects(create(request, { apiKey: 'beaver_nobody' }), OpenAI.AuthenticationError);
});

test('an unknown model is a NotFoundError', async () => {
    await assert.rejects(create({ ...request, model: 'no-such-model' }), OpenAI.NotFoundError);
});

test('no money is 402', async () => {
    await assert.rejects(create({ ...request, max_tokens: 1000 }, { apiKey: process.env.POOR_KEY, maxRetries: 2 }),
        (error) => error instanceof OpenAI.APIError && error.status === 402);
});

test('a provider that fails once is tried again', async () => {
    await select('503;fail=1;tag=node-once');
    const [, answer] = await create(request, { maxRetries: 2 });
    assert.equal(answer.choices[0].finish_reason, 'stop');
});

test('a stream that the provider cuts is an error', async () => {
    await select('rst-mid-body;events=4');
    const [, stream] = await create({ ...request, stream: true });
    await assert.rejects(gather(stream));
});

test('an aborted stream is charged for what came', async () => {
    await select('ok;tokens=4000;chunk_ms=20');
    const [id, stream] = await create({ ...request, stream: true });
    let seen = 0;
    for await (const chunk of stream) if (chunk.choices.length > 0 && ++seen === 5) break;
    let bill;
    for (let tries = 0; !bill; tries++) bill = await receipt(id).catch((error) => {
        if (tries > 3000) throw error;
        return new Promise((resolve) => setTimeout(resolve, 20));
    });
    assert.equal(bill.outcome, 'client_gone');
    const output = bill.buckets.find((bucket) => bucket.kind === 'output')?.tokens ?? 0;
    assert.ok(output > 0 && output < 2000, `${output} tokens`);
});
