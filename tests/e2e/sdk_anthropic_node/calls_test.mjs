// Anthropic's Node.js SDK against the built-in provider, an Anthropic provider, and providers of other dialects.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';

const models = ['claude-here', 'claude-elsewhere', 'claude-at-google'];
const recorded = process.env.BEAVER_FIXTURES !== undefined;
const weather = {
    name: 'weather',
    description: 'The weather at a place',
    input_schema: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] },
};

function client(settings = {}) {
    return new Anthropic({ baseURL: process.env.BEAVER_URL, apiKey: process.env.BEAVER_KEY, maxRetries: 0, timeout: 60_000, ...settings });
}

/** A request whose provider does what `behaviour` says. */
function asks(model, behaviour, more = {}) {
    return { model, max_tokens: 256, messages: [{ role: 'user', content: `Hello [[do ${behaviour}]]` }], ...more };
}

const textOf = (message) => message.content.filter((block) => block.type === 'text').map((block) => block.text).join('');
const callsOf = (message) => message.content.filter((block) => block.type === 'tool_use').map((block) => [block.name, block.input]);

test('the built-in provider answers, plain and streamed', async () => {
    const request = { model: 'beaver/echo', max_tokens: 100, messages: [{ role: 'user', content: 'Say hello' }] };
    const plain = await client().messages.create(request);
    assert.match(textOf(plain), /Say hello/);
    assert.equal(plain.stop_reason, 'end_turn');
    const streamed = await client().messages.stream(request).finalMessage();
    assert.equal(textOf(streamed), textOf(plain));
});

test('models are listed and tokens counted', async () => {
    const names = [];
    for await (const model of client().models.list()) names.push(model.id);
    assert.ok(names.includes('beaver/echo'));
    const { input_tokens } = await client().messages.countTokens({ model: 'beaver/echo', messages: [{ role: 'user', content: 'Hello' }] });
    assert.ok(input_tokens > 0);
});

const calls = [['claude-here', 'anthropic.stream_tool_call'], ['claude-elsewhere', 'openai.stream_tool_call_parallel'],
    ['claude-at-google', 'gemini.stream_tool_call_20flash']];
for (const [model, recording] of calls) {
    test(`${recording}: streamed tool calls`, { skip: !recorded && 'the recorded exchanges are not there' }, async () => {
        const message = await client().messages.stream(asks(model, `fixture;case=${recording};split=5`, { tools: [weather] })).finalMessage();
        assert.equal(message.stop_reason, 'tool_use');
        assert.ok(callsOf(message).length > 0);
        for (const [name, input] of callsOf(message)) {
            assert.ok(name);
            assert.equal(typeof input, 'object');
        }
    });
}

for (const model of models) {
    test(`${model}: plain answer`, async () => {
        const message = await client().messages.create(asks(model, 'ok;tokens=4;cached=5'));
        assert.equal(textOf(message), 'w0 w1 w2 w3');
        assert.deepEqual([message.usage.input_tokens, message.usage.cache_read_input_tokens, message.usage.output_tokens], [7, 5, 4]);
    });

    test(`${model}: stream, event by event`, async () => {
        const seen = [];
        let text = '';
        for await (const event of await client().messages.create({ ...asks(model, 'ok;tokens=20;split=2'), stream: true })) {
            if (seen.at(-1) !== event.type) seen.push(event.type);
            if (event.type === 'content_block_delta') text += event.delta.text;
        }
        assert.equal(text, Array.from({ length: 20 }, (_, number) => `w${number}`).join(' '));
        assert.deepEqual(seen.filter((type) => type !== 'ping'), ['message_start', 'content_block_start', 'content_block_delta',
            'content_block_stop', 'message_delta', 'message_stop']);
    });

    // The last of each model: its endpoint rests for as long as the provider said.
    test(`${model}: a limit is a RateLimitError, an overload is one of the provider's`, async () => {
        await assert.rejects(client().messages.create(asks(model, 'sse-error;events=6;done=0', { stream: true })).then(async (stream) => {
            for await (const event of stream) assert.ok(event);
        }), Anthropic.APIError);
        await assert.rejects(client().messages.create(asks(model, '503')), (error) => error instanceof Anthropic.InternalServerError
            && error.error.error.type === 'overloaded_error');
        await assert.rejects(client().messages.create(asks(model, '429;retry_after=9')), (error) => error instanceof Anthropic.RateLimitError
            && error.headers.get('retry-after') === '9' && error.error.error.type === 'rate_limit_error');
    });
}

test('an unknown key is an AuthenticationError, an unknown model a NotFoundError', async () => {
    const request = asks('claude-here', 'ok');
    await assert.rejects(client({ apiKey: 'beaver_nobody' }).messages.create(request), Anthropic.AuthenticationError);
    await assert.rejects(client().messages.create({ ...request, model: 'no-such-model' }), Anthropic.NotFoundError);
});

test('no money is 402 and not tried again', async () => {
    await assert.rejects(client({ apiKey: process.env.POOR_KEY, maxRetries: 2 }).messages.create(asks('claude-here', 'ok')),
        (error) => error.status === 402 && error.error.error.type === 'billing_error' && error.headers.get('x-should-retry') === 'false');
});
